/** Bounds of a live connection (S-11, D-12). Times in milliseconds, sizes in bytes. */
export const limits = {
  heartbeat: 15_000,
  /** Nothing heard for so long: the other side is gone. */
  silence: 45_000,
  /** [RO-1] How long an operator stays reachable without news. */
  lease: 45_000,
  /** A reload of the desk is not an absence. */
  leaseAfterClosing: 10_000,
  /** How soon the end of a session reaches its sockets (S-07: 5 s). */
  recheck: 3_000,
  payload: 64 * 1024,
  buffer: 1024 * 1024,
  /** Above this a replay waits until the other side has read. */
  replayBuffer: 256 * 1024,
  /** Events in one frame: even of the longest texts no more than the buffer holds. */
  replayPage: 50,
  framesPerSecond: 50,
  /** Frames of one connection that wait for those before them. */
  framesWaiting: 100,
  /** What a read that failed waits before the next. */
  retry: 1_000,
  /** Reads under way at once for one workspace, or for one look at all connections. */
  readsAtOnce: 4,
  /** Desks that are let into an inbox before its stream goes on. */
  joinsAtOnce: 16,
  follows: 200,
  /** Missed events of the inbox that are replayed; beyond that the client loads afresh. */
  replay: 2_000,
  page: 500,
} as const

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
  /** [U-07] How often connections that show a conversation are asked for a sign of life, and the others told of it. */
  viewingBeat: 3_000,
  /** Signs of life that may be missing at a beat. */
  viewingPings: 2,
  /** What another node does not repeat for so long is over. */
  viewingLasts: 8_000,
  /** How often it is looked for what is over. */
  viewingSweep: 1_000,
  /** An operator writes until so long after the last news of it; with a beat more it is under 10 s (U-14). */
  writingLasts: 6_500,
  /** Changes of one connection that are told at once; more are told at the next beat. */
  viewingsPerSecond: 10,
  /** Connections of one workspace whose conversations are known. */
  viewers: 10_000,
  /** Frames of one connection that wait for those before them. */
  framesWaiting: 100,
  /** What a read that failed waits before the next. */
  retry: 1_000,
  /** Reads under way at once for one workspace, or for one look at all connections. */
  readsAtOnce: 4,
  /** Desks that are let into an inbox before its stream goes on. */
  joinsAtOnce: 16,
  follows: 200,
  /** [U-11] Conversations of which a device is told how far its operator has read when it comes back. */
  readMarks: 100,
  /** Missed events of the inbox that are replayed; beyond that the client loads afresh. */
  replay: 2_000,
  page: 500,
} as const

import type { Sound } from '@baton/core/notification-settings'

/** One tone: when it begins and how long it lasts, in seconds, and its pitch in Hertz. */
type Tone = { at: number; lasts: number; pitch: number; shape: OscillatorType }

const melodies: Readonly<Record<Exclude<Sound, 'none'>, readonly Tone[]>> = {
  chime: [
    { at: 0, lasts: 0.5, pitch: 660, shape: 'sine' },
    { at: 0.14, lasts: 0.7, pitch: 880, shape: 'sine' },
  ],
  knock: [
    { at: 0, lasts: 0.09, pitch: 190, shape: 'triangle' },
    { at: 0.16, lasts: 0.09, pitch: 170, shape: 'triangle' },
  ],
  bell: [
    { at: 0, lasts: 1.2, pitch: 1046, shape: 'sine' },
    { at: 0, lasts: 0.8, pitch: 2637, shape: 'sine' },
  ],
}

/** Of full loudness. */
const loudness = 0.14
const attack = 0.008

let context: AudioContext | null = null

/** Made of tones: there is no file to load. Silent where the browser wants a gesture first. */
export function play(sound: Sound): void {
  if (sound === 'none' || !('AudioContext' in window)) return
  context ??= new AudioContext()
  void context.resume()
  for (const tone of melodies[sound]) sing(context, tone)
}

function sing(on: AudioContext, { at, lasts, pitch, shape }: Tone): void {
  const begin = on.currentTime + at
  const volume = new GainNode(on, { gain: 0 })
  volume.gain.setValueAtTime(0, begin)
  volume.gain.linearRampToValueAtTime(loudness, begin + attack)
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + lasts)
  const voice = new OscillatorNode(on, { type: shape, frequency: pitch })
  voice.connect(volume).connect(on.destination)
  voice.start(begin)
  voice.stop(begin + lasts)
}

import { settings } from './settings';

let context: AudioContext | undefined;

/** Lets sound out: browsers keep it back until the first click or key. */
export function unlockSound(): void {
  context ??= new AudioContext();
  void context.resume();
}

/** Plays a short signal if sound is on: two rising tones for an offer, one soft tone for a message. */
export function beep(kind: 'offer' | 'message', force = false): void {
  if (!force && !settings().sound) return;
  context ??= new AudioContext();
  if (context.state !== 'running') return;
  const tones = kind === 'offer' ? [660, 880] : [520];
  for (const [index, pitch] of tones.entries()) tone(context, pitch, context.currentTime + index * 0.18);
}

function tone(audio: AudioContext, pitch: number, at: number): void {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.2, at + 0.02);
  volume.gain.linearRampToValueAtTime(0, at + 0.16);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.18);
}

/** What the browser says about system notifications. */
export function notificationState(): 'unsupported' | 'default' | 'granted' | 'denied' {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported';
}

/** Shows a system notification while the window is hidden. The text never holds what a seeker wrote. */
export function notify(title: string, body: string, tag: string): void {
  if (!document.hidden || !settings().notifications || notificationState() !== 'granted') return;
  const notification = new Notification(title, { body, tag });
  notification.addEventListener('click', () => {
    window.focus();
    notification.close();
  });
}

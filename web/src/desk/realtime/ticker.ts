/** A worker that ticks: `{id, ms}` starts a timer, `{id}` stops it; each tick answers with the id. */
const timers = new Map<number, ReturnType<typeof setInterval>>();

self.addEventListener('message', (event: MessageEvent<{ id: number; ms?: number }>) => {
  const { id, ms } = event.data;
  clearInterval(timers.get(id));
  timers.delete(id);
  if (ms !== undefined) {
    timers.set(
      id,
      setInterval(() => {
        self.postMessage(id);
      }, ms),
    );
  }
});

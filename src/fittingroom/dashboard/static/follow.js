// A job up to its end: told at each change by the server, or asked for where its word doesn't come through.
"use strict";

const follow = (() => {
  // Something between that holds events back would hold the first one too, which the server sends at once.
  const PATIENCE = 5000, PAUSE = 1000;

  // Calls `changed` with the job as it is under way; gives it once it has ended. `ask` fetches its state.
  async function poll(address, changed, ask) {
    for (;;) {
      const job = await ask(address);
      if (job.ended) return job;
      changed(job);
      await new Promise((wake) => setTimeout(wake, PAUSE));
    }
  }

  return (address, changed, ask) => new Promise((ended, failed) => {
    const events = new EventSource(`${address}/events`);
    const giveUp = () => {
      clearTimeout(timer);
      events.close();
      poll(address, changed, ask).then(ended, failed);
    };
    const timer = setTimeout(giveUp, PATIENCE);
    events.onerror = giveUp;
    events.onmessage = (event) => {
      clearTimeout(timer);
      const job = JSON.parse(event.data);
      if (!job.ended) return changed(job);
      events.close();
      ended(job);
    };
  });
})();

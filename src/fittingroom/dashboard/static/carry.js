// The person's picture, carried along to the next kind of try-on. It lies in the browser for that moment alone: it is
// put away when a tab is clicked, and deleted when the next page takes it up.
"use strict";

const carry = (() => {
  const NAME = "fittingroom-playground", STORE = "person", MOMENT = 60_000;

  const open = () => new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  async function within(work) {
    const database = await open();
    try {
      return await new Promise((done, failed) => {
        const transaction = database.transaction(STORE, "readwrite");
        const request = work(transaction.objectStore(STORE));
        transaction.oncomplete = () => done(request.result);
        transaction.onerror = transaction.onabort = () => failed(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  // Where a browser keeps nothing, as in some private windows, nothing is carried along.
  async function put({ file, url, name }) {
    try {
      await within((store) => store.put({ file, url, name, at: Date.now() }, STORE));
    } catch { /* chosen again then */ }
  }

  async function take() {
    try {
      const found = await within((store) => store.get(STORE));
      if (found) await within((store) => store.clear());
      return found && Date.now() - found.at < MOMENT ? found : null;
    } catch {
      return null;
    }
  }

  return { put, take };
})();

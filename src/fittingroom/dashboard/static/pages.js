// What every page does beyond HTML: times in the reader's zone, copying, asking before what can't be undone.
"use strict";

for (const time of document.querySelectorAll("time[datetime]")) {
  const moment = new Date(time.dateTime);
  if (!Number.isNaN(moment.getTime())) {
    time.title = time.textContent;
    const year = moment.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
    const day = moment.toLocaleDateString(undefined, { day: "numeric", month: "short", year });
    const hour = moment.toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" });
    // A narrow cell breaks between the two, nowhere else.
    time.textContent = [day, hour].map((part) => part.replace(/\s/g, "\u00a0")).join(", ");
  }
}

// On a phone each row of a table is a card, in which every cell says what it is.
for (const table of document.querySelectorAll(".scroll table")) {
  const headings = [...table.querySelectorAll("thead th")];
  for (const cell of table.querySelectorAll("tbody td")) {
    const heading = headings[cell.cellIndex];
    if (heading && !heading.querySelector(".unseen")) cell.dataset.label = heading.textContent;
  }
  table.classList.add("cards");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy).textContent;
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = "Copied";
  } catch {
    const range = document.createRange();
    range.selectNodeContents(document.getElementById(button.dataset.copy));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    label.textContent = "Press Ctrl-C";
  }
  setTimeout(() => { label.textContent = before; }, 2000);
});

document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

for (const followed of document.querySelectorAll("[data-follow]")) {
  const bar = followed.querySelector("progress"), step = followed.querySelector("[data-step]");
  const changed = (job) => {
    if (!job.progress) return;
    bar.max = job.progress.total;
    bar.value = job.progress.done;
    step.textContent = job.progress.step;
  };
  const ask = async (address) => (await fetch(address)).json();
  follow(followed.dataset.follow, changed, ask).then(() => location.replace(location.pathname));
}

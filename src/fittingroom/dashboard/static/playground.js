// The playground: pictures in, a job, its progress, the picture before and after.
"use strict";

const form = document.getElementById("playground");
const result = document.getElementById("result");
const slots = new Map([...form.querySelectorAll("[data-slot]")].map((slot) => [slot.dataset.slot, { slot, picture: null }]));
const problem = form.querySelector(".problem");
const find = (id) => document.getElementById(id);
let language = "curl";
let running = null;

// --- Pictures: a file that was chosen, dropped or pasted, an example, or an address. -----------------------------

function show(field, picture) {
  const entry = slots.get(field);
  if (entry.picture?.preview.startsWith("blob:")) URL.revokeObjectURL(entry.picture.preview);
  entry.picture = picture;
  const image = entry.slot.querySelector(".drop img");
  image.hidden = !picture?.preview;
  if (picture?.preview) image.src = picture.preview; else image.removeAttribute("src");
  image.alt = picture ? `Chosen: ${picture.name}` : "";
  entry.slot.querySelector(".drop").classList.toggle("full", Boolean(picture));
  entry.slot.querySelector(".invite strong").textContent = picture?.url ? "The worker fetches the address" : "Choose or drop a picture";
  entry.slot.querySelector(".drop input").setAttribute(
    "aria-label", `${entry.slot.querySelector("legend").textContent}: ${picture ? `${picture.name}; choose another` : "choose a picture"}`);
  tell("");
  write();
}

function take(field, file) {
  if (!file) return;
  if (!file.type.startsWith("image/")) return tell(`${file.name} is not a picture.`);
  slots.get(field).slot.querySelector(".address input").value = "";
  show(field, { file, name: file.name, preview: URL.createObjectURL(file) });
}

async function takeExample(field, address, name) {
  const answer = await fetch(address);
  const blob = await answer.blob();
  take(field, new File([blob], name, { type: blob.type }));
}

for (const [field, { slot }] of slots) {
  const drop = slot.querySelector(".drop");
  drop.querySelector("input").addEventListener("change", (event) => take(field, event.target.files[0]));
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); take(field, event.dataTransfer.files[0]); });
  slot.addEventListener("paste", (event) => {
    const [file] = event.clipboardData.files;
    if (file) { event.preventDefault(); take(field, file); }
  });
  for (const example of slot.querySelectorAll("[data-example]")) {
    example.addEventListener("click", () => takeExample(field, example.dataset.example, example.dataset.name));
  }
  const address = slot.querySelector(".address input");
  // At each key, not when the field is left: a page that shifts then would make a click on the button miss it.
  address.addEventListener("input", () => {
    const url = address.value.trim();
    // The browser doesn't load it, the worker does: a page that may load from anywhere could tell anyone anything.
    if (/^https?:\/\/[^\s/]+/.test(url)) show(field, { url, name: url, preview: "" });
    else if (slots.get(field).picture?.url) show(field, null);
  });
}

// The first picture is of the person, whatever the kind: it comes along to the other kinds.
const [[personField, person]] = slots;
for (const tab of document.querySelectorAll(".tabs a:not([aria-current])")) {
  tab.addEventListener("click", async (event) => {
    if (!person.picture || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await carry.put(person.picture);
    location.assign(tab.href);
  });
}
carry.take().then((picture) => {
  if (!picture || person.picture) return;
  if (picture.file) return take(personField, picture.file);
  person.slot.querySelector(".address input").value = picture.url;
  show(personField, { url: picture.url, name: picture.name, preview: "" });
});

// --- The request. ------------------------------------------------------------------------------------------------

const DEFAULTS = { mode: "balanced", num_samples: 1, garment_photo_type: "auto", moderation_level: "permissive", output_format: "png", seed: 42 };
const EXAMPLE_NAMES = { model_image: "person.jpg", garment_image: "garment.jpg", face_image: "person.jpg", body_image: "person.jpg", design_image: "design.png" };

function options() {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (name === "worn") {
      const [category, subcategory] = value.split("/");
      if (category !== "auto") found.category = category;
      if (subcategory) found.subcategory = subcategory;
    } else {
      const typed = name in DEFAULTS && typeof DEFAULTS[name] === "number" ? Number(value) : value.trim();
      if (typed !== "" && typed !== DEFAULTS[name]) found[name] = typed;
    }
  }
  return found;
}

const asDataUrl = (file) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => failed(new Error(`${file.name} can't be read.`));
  reader.readAsDataURL(file);
});

async function body() {
  const images = {};
  for (const [field, { picture }] of slots) images[field] = picture.url ?? await asDataUrl(picture.file);
  return { ...images, ...options() };
}

function write() {
  const files = {}, images = {};
  for (const [field, { picture }] of slots) {
    images[field] = picture?.url ?? "";
    if (!picture?.url) files[field] = picture?.name ?? EXAMPLE_NAMES[field];
  }
  const request = { api: form.dataset.api, endpoint: form.dataset.kind, body: { ...images, ...options() }, files };
  find("code").textContent = snippets[language](request);
}

const tabs = [...document.querySelectorAll("[data-language]")];
function choose(tab) {
  for (const each of tabs) {
    each.setAttribute("aria-selected", String(each === tab));
    each.tabIndex = each === tab ? 0 : -1;
  }
  find("code-panel").setAttribute("aria-labelledby", tab.id);
  language = tab.dataset.language;
  write();
}
for (const [index, tab] of tabs.entries()) {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(index + step + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  });
}
form.addEventListener("input", write);

// Hair: colours to begin with; and one is needed where the cut stays as it is.
const colour = form.elements.hair_color;
if (colour) {
  const swatches = [...form.querySelectorAll("[data-colour]")];
  const settle = () => {
    colour.required = form.elements.haircut.value === "Keep";
    for (const each of swatches) each.setAttribute("aria-pressed", String(each.dataset.colour === colour.value.trim().toLowerCase()));
  };
  for (const swatch of swatches) {
    swatch.addEventListener("click", () => {
      colour.value = swatch.dataset.colour;
      colour.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  form.addEventListener("input", settle);
  settle();
}

// --- The job. ----------------------------------------------------------------------------------------------------

function tell(message) {
  problem.textContent = message;
  problem.hidden = !message;
}

function turn(state) {
  for (const part of result.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
  if (state !== "done") find("samples").hidden = true;
  find("go").disabled = state === "busy" || find("unable") !== null;
}

async function ask(address, method = "GET", sent = undefined) {
  const headers = { "X-Form-Token": form.dataset.token, "Content-Type": "application/json" };
  const answer = await fetch(address, { method, headers, body: sent, redirect: method === "GET" ? "follow" : "manual" });
  if (answer.type === "opaqueredirect") return null;
  if (answer.redirected) return location.reload(); // the session has ended
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.message);
  return told;
}

async function run() {
  const missing = [...slots.values()].find(({ picture }) => !picture);
  if (missing) {
    tell(`Choose a picture: ${missing.slot.querySelector("legend").textContent.toLowerCase()}.`);
    missing.slot.querySelector(".drop input").focus();
    return;
  }
  const before = [...slots.values()][0].picture.preview;
  const begun = performance.now();
  find("elapsed").textContent = "0 s";
  tell("");
  turn("busy");
  progress({ progress: null, status: "sending" });
  const clock = setInterval(() => { find("elapsed").textContent = `${((performance.now() - begun) / 1000).toFixed(0)} s`; }, 500);
  result.scrollIntoView({ block: "nearest", behavior: "smooth" });
  try {
    running = (await ask(form.dataset.action, "POST", JSON.stringify(await body()))).id;
    finish(await follow(form.dataset.jobs + running, progress, ask), before);
  } catch (error) {
    tell(error.message);
    turn("empty");
  } finally {
    clearInterval(clock);
    running = null;
  }
}

const WAITS = { sending: "Sending the pictures", queued: "Waiting for a worker", processing: "Beginning" };

function progress(job) {
  const bar = result.querySelector("progress");
  if (job.progress) { bar.max = job.progress.total; bar.value = job.progress.done; } else bar.removeAttribute("value");
  const step = job.progress?.step ?? WAITS[job.status];
  if (find("step").textContent !== step) find("step").textContent = step;
  find("cancel").hidden = job.status === "sending";
}

function finish(job, before) {
  find("job-link").href = form.dataset.pages + job.id;
  if (job.error) {
    find("error-name").textContent = job.status === "cancelled" ? "Cancelled" : job.error.name;
    find("error-message").textContent = job.error.message;
    find("error-advice").textContent = `${job.error.advice} Nothing was charged.`.trim();
    return turn("failed");
  }
  turn("done");
  find("before").src = before;
  find("before").hidden = result.querySelector(".compare input").hidden = result.querySelector(".divider").hidden = !before;
  find("took").textContent = `${job.seconds === null ? "" : `${job.seconds.toFixed(1)} s, `}${job.cost} credit${job.cost === 1 ? "" : "s"}`;
  const left = parseInt(find("balance").textContent, 10) - job.cost;
  find("balance").textContent = `${left} credit${left === 1 ? "" : "s"} left`;
  const samples = find("samples");
  samples.replaceChildren(...job.outputs.map((address, index) => {
    const button = document.createElement("button"), image = document.createElement("img");
    button.type = "button";
    button.className = "example";
    button.setAttribute("aria-label", `Result ${index + 1}`);
    image.src = address;
    image.alt = "";
    button.append(image);
    button.addEventListener("click", () => pick(address, button, job, index));
    return button;
  }));
  samples.hidden = job.outputs.length < 2;
  pick(job.outputs[0], samples.firstChild, job, 0);
}

function pick(address, button, job, index) {
  find("after").src = address;
  find("download").href = address;
  find("download").download = `fittingroom-${job.id.slice(0, 8)}-${index + 1}.${address.split(".").pop()}`;
  for (const each of find("samples").children) each.setAttribute("aria-pressed", String(each === button));
}

form.addEventListener("submit", (event) => { event.preventDefault(); if (!running) run(); });
find("cancel").addEventListener("click", () => running && ask(`${form.dataset.pages}${running}/cancel`, "POST"));
find("quick")?.addEventListener("click", async () => {
  if (find("quick").dataset.haircut) form.elements.haircut.value = find("quick").dataset.haircut;
  for (const { slot } of slots.values()) {
    const example = slot.querySelector("[data-example]");
    await takeExample(slot.dataset.slot, example.dataset.example, example.dataset.name);
  }
  form.requestSubmit();
});

// --- Before and after, and closer. -------------------------------------------------------------------------------

const slider = result.querySelector(".compare input");
slider.addEventListener("input", () => {
  result.querySelector(".compare").style.setProperty("--split", `${slider.value}%`);
  slider.setAttribute("aria-valuetext", `${slider.value} %`);
});

const closer = find("closer");
const large = closer.querySelector("img");
find("zoom").addEventListener("click", () => { large.src = find("after").src; large.classList.remove("twice"); closer.showModal(); });
find("close").addEventListener("click", () => closer.close());
large.addEventListener("click", () => large.classList.toggle("twice"));
closer.addEventListener("click", (event) => { if (event.target === closer) closer.close(); });

write();

// What pages do beyond links and forms; everything works without it, a little less comfortably.
const typing = (element) => element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
const rows = () => [...document.querySelectorAll("table[data-rows] tbody tr")];

function step(delta) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.dataset.current === "true");
  const next = Math.min(all.length - 1, Math.max(0, at + delta));
  mark(all[next]);
  if (document.activeElement?.closest("table[data-rows] tbody tr")) focusRow(all[next]);
}

function focusRow(row) {
  (row.querySelector("a[href]") ?? row.querySelector("button"))?.focus({ preventScroll: true });
}

function mark(row) {
  rows().forEach((other) => delete other.dataset.current);
  row.dataset.current = "true";
  row.scrollIntoView({ block: "nearest" });
}

// From a search field to the first of what it found.
function enterRows(event) {
  const [first] = rows();
  if (!first) return;
  event.preventDefault();
  mark(first);
  focusRow(first);
}

// Do what a row of the table offers under a key: fields are entered, the rest is pressed.
function press(key) {
  const current = rows().find((row) => row.dataset.current === "true");
  if (!current) {
    if (document.querySelector(`tr [data-key="${CSS.escape(key)}"]`)) step(1);
    return;
  }
  const wanted = current.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!wanted) return;
  if (typing(wanted)) { wanted.focus(); wanted.select?.(); } else wanted.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape" && event.target.closest("table[data-rows] tr")) event.target.blur();
    if (event.key === "ArrowDown" && event.target.matches("[data-into-rows]")) enterRows(event);
    return;
  }
  if (event.key === "/") {
    // The page's own search comes before the one of the top bar.
    const search = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  } else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "Enter") {
    const link = document.querySelector("tr[data-current='true'] a[href]");
    if (link && !event.target.closest("a, button, summary")) link.click();
  } else if (event.key === "Escape") rows().forEach((row) => delete row.dataset.current);
  else if (/^[a-z]$/.test(event.key) && document.querySelector(`tr [data-key="${event.key}"]`)) {
    event.preventDefault();
    press(event.key);
  }
});

// A button that stands outside its form says which one it was, as it does without htmx.
document.addEventListener("htmx:configRequest", (event) => {
  const button = event.detail.triggeringEvent?.submitter;
  if (button?.name && !event.detail.elt.contains(button)) event.detail.parameters[button.name] = button.value;
});

// A search's address holds only what was said.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.matches("[data-lean]")) return;
  const said = event.detail.parameters;
  Object.keys(said).filter((name) => said[name] === "").forEach((name) => delete said[name]);
});

// A row answered leaves the table: the person goes on at the row that takes its place.
let answered = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.target?.querySelector("table[data-rows]")) return;
  const row = document.activeElement?.closest("table[data-rows] tbody tr")
    ?? rows().find((one) => one.dataset.current === "true");
  answered = row ? rows().indexOf(row) : null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (answered === null) return;
  const at = answered;
  answered = null;
  window.requestAnimationFrame(() => {
    const row = rows()[Math.min(at, rows().length - 1)];
    if (!row) { document.querySelector("[data-rows-title]")?.focus(); return; }
    focusRow(row);
    mark(row);
  });
});

// What is suggested while typing takes the place of the plain list, and is walked with the arrows.
function suggest() {
  document.querySelectorAll("[data-suggest][list]").forEach((field) => field.removeAttribute("list"));
}
document.addEventListener("DOMContentLoaded", suggest);
document.addEventListener("htmx:afterSettle", suggest);
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const form = event.target.closest?.("[data-suggesting]");
  const field = form?.querySelector("[data-suggest]");
  if (!field) return;
  const stops = [field, ...document.getElementById(field.getAttribute("aria-describedby"))?.querySelectorAll("button") ?? []];
  const at = stops.indexOf(event.target);
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
});

// Many boxes to tick: what is typed keeps those whose words contain it, whatever the accents, and those ticked.
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
function narrow(field) {
  const group = field.closest("[data-choices]");
  const wanted = bare(field.value.trim());
  let found = 0;
  group.querySelectorAll("li").forEach((row) => {
    const matches = bare(row.textContent).includes(wanted);
    found += matches;
    row.hidden = !matches && !row.querySelector(":checked");
  });
  group.querySelectorAll("details").forEach((part) => {
    part.hidden = !part.querySelector("li:not([hidden])");
    part.open = Boolean(wanted) && !part.hidden;
  });
  group.querySelector("[data-none]").hidden = found > 0;
}
function narrowing() {
  document.querySelectorAll("[data-narrow]").forEach((field) => { field.hidden = false; });
}
document.addEventListener("DOMContentLoaded", narrowing);
document.addEventListener("htmx:afterSettle", narrowing);
document.addEventListener("input", (event) => {
  if (event.target.matches("[data-narrow]")) narrow(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-narrow]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog")?.close();
  const dialog = event.target.closest("dialog");
  if (dialog && event.target === dialog) dialog.close();
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form?.requestSubmit();
});

// A form marked data-once is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("[data-once]");
  if (button) window.setTimeout(() => { button.disabled = true; }, 0);
});

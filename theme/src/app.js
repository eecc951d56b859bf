// What pages do beyond links and forms; everything works without it, a little less comfortably.
const typing = (element) => element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
const rows = () => [...document.querySelectorAll("table[data-rows] tbody tr")];

function step(delta) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.dataset.current === "true");
  const next = Math.min(all.length - 1, Math.max(0, at + delta));
  all.forEach((row) => delete row.dataset.current);
  all[next].dataset.current = "true";
  all[next].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  } else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "Enter") {
    const link = document.querySelector("tr[data-current='true'] a[href]");
    if (link && !event.target.closest("a, button, summary")) link.click();
  } else if (event.key === "Escape") rows().forEach((row) => delete row.dataset.current);
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

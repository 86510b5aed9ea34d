// What every page needs beyond HTML: htmx, the menu on small screens, and forms that send once.
import "htmx.org";
import "./colead.css";

/** A form sends once: its button rests until the answer comes. */
function sendOnce(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  form.dataset.sent = "yes";
  event.submitter?.classList.add("btn-loading");
}

/** The browser's back button shows a page whose forms can be sent again. */
function wakeForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelectorAll(".btn-loading").forEach((button) => button.classList.remove("btn-loading"));
  }
}

/** A form marked data-autosubmit sends itself when a choice in it changes. */
function submitOnChange(event: Event): void {
  const form = (event.target as HTMLElement).closest<HTMLFormElement>("form[data-autosubmit]");
  form?.requestSubmit();
}

/** Ask before something that cannot be taken back. */
function confirmFirst(event: SubmitEvent): void {
  const question = event.submitter?.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
}

/** Escape and a click outside close an open menu. */
function closeMenus(event: Event): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    const inside = event.type === "click" && menu.contains(event.target as Node);
    const escape = event instanceof KeyboardEvent && event.key === "Escape";
    if ((event.type === "click" && !inside) || escape) menu.open = false;
  }
}

/** A table that scrolls sideways can be reached, and then scrolled, by keyboard. */
function reachWideTables(): void {
  for (const box of document.querySelectorAll<HTMLElement>(".table-responsive")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

/** A button marked data-copy copies the field with that id. It is hidden where that cannot be done. */
async function copyField(event: Event): Promise<void> {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy ?? "") as HTMLInputElement;
  await navigator.clipboard.writeText(field.value);
  const label = button.querySelector("span");
  if (label) label.textContent = button.dataset.copied ?? "";
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
}
document.addEventListener("click", copyField);
reachWideTables();
window.addEventListener("resize", reachWideTables);
document.addEventListener("htmx:after:swap", reachWideTables);
document.addEventListener("submit", confirmFirst);
document.addEventListener("submit", (event) => event.defaultPrevented || sendOnce(event));
document.addEventListener("change", submitOnChange);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
window.addEventListener("pageshow", wakeForms);

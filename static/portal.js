// Makes forms kinder; every page works without it.

const PAUSE_MS = 4000;

// Without a connection nothing is sent, so that the page with what was typed stays, and says so.
document.addEventListener("submit", (event) => {
  const said = document.querySelector(".messages");
  const words = said?.querySelector("template");
  said?.querySelector("[data-offline]")?.remove();
  if (event.target.method !== "post" || navigator.onLine || !words) return;
  event.preventDefault();
  event.stopPropagation();
  said.append(words.content.cloneNode(true));
  said.scrollIntoView({ block: "center" });
}, { capture: true });

// Back online, the words about a lost connection are no longer so.
window.addEventListener("online", () => document.querySelector(".messages [data-offline]")?.remove());

// What was typed in other forms of the page goes along with the one that is sent, so that it stands there again
// (actionplan/accounts/typed.py). Those that save themselves do that; passwords and codes are kept nowhere.
const forms = [...document.querySelectorAll("main form[method=post]:not([data-autosave])")].filter(
  (form) => !form.querySelector("[type=password], [autocomplete=one-time-code]"));
const fields = (form) => [...new FormData(form)].filter(([name, value]) =>
  typeof value === "string" && !["csrfmiddlewaretoken", "whose", "beside"].includes(name));
const content = (form) => new URLSearchParams(fields(form)).toString();
const opened = new Map(forms.map((form) => [form, content(form)]));
const standsAgain = document.querySelector("[data-error-summary], [data-typed-again]") !== null;
const isFilled = (form) => [...form.elements].some((one) => one.matches("textarea, input[type=text]") && one.value !== "");
const isTyped = (form) => content(form) !== opened.get(form) || (standsAgain && isFilled(form));
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!forms.includes(form) || event.defaultPrevented) return;
  form.querySelectorAll("[name=beside]").forEach((one) => one.remove());
  forms.filter((other) => other !== form && isTyped(other)).forEach((other) => {
    const value = `${new URL(other.action).pathname}?${content(other)}`;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "beside", value }));
  });
});

// A second click within a few seconds does nothing. The buttons stay enabled while the form is being sent, so that the
// name and value of the one that was pressed go along.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const buttons = [...form.elements, ...document.querySelectorAll(`button[form="${CSS.escape(form.id)}"]`)].filter(
    (element) => element.type === "submit" && !element.disabled,
  );
  const set = (disabled) => buttons.forEach((button) => { button.disabled = disabled; });
  setTimeout(() => set(true));
  setTimeout(() => set(false), PAUSE_MS);
});

// Coming back by the back button finds the buttons awake.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[method=post] [type=submit]:disabled").forEach((button) => { button.disabled = false; });
});

// Leaving a form that was changed asks first, and one that holds what was not saved: typed before the session ended, or wrong.
let sent = false;
forms.forEach((form) => form.addEventListener("submit", () => { sent = true; }));
forms.filter((form) => "warnUnsaved" in form.dataset).forEach((form) => {
  const isUnsaved = form.dataset.warnUnsaved === "typed" || standsAgain;
  window.addEventListener("beforeunload", (event) => {
    const used = navigator.userActivation?.hasBeenActive ?? true; // else the browser complains, and asks nothing
    if (used && !sent && (isUnsaved || content(form) !== opened.get(form))) event.preventDefault();
  });
});

// What went wrong is read first.
document.querySelector("[data-error-summary]")?.focus();

// An open menu of the head closes on a click elsewhere and on Escape.
document.querySelectorAll("details.menu").forEach((menu) => {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// A button that acts on what is ticked says how many that is; where nothing is, it says so, and the buttons beside it sleep.
document.querySelectorAll("[data-counts-ticks]").forEach((count) => {
  const ticks = [...document.querySelectorAll(`input[name="${CSS.escape(count.dataset.countsTicks)}"]`)];
  const button = count.closest("button");
  const say = () => {
    const ticked = ticks.filter((tick) => tick.checked).length;
    count.textContent = `\u00a0(${ticked})`;
    document.querySelectorAll("[data-ticked]").forEach((one) => { one.textContent = ticked; });
    button.querySelector("[data-when-some]").hidden = ticked === 0;
    button.querySelector("[data-when-none]").hidden = ticked > 0;
    button.form.querySelectorAll("[type=submit]").forEach((one) => { one.disabled = ticked === 0; });
  };
  ticks.forEach((tick) => tick.addEventListener("change", say));
  window.addEventListener("pageshow", say);
  say();
});

// A security key that did not answer is said on the page.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("key-failed").hidden = false;
});

// A choice that asks for more opens where it is given.
document.querySelectorAll("details[data-opens-with]").forEach((details) => {
  const [name, value] = details.dataset.opensWith.split("=");
  document.querySelectorAll(`[name="${name}"]`).forEach((choice) => choice.addEventListener("change", () => {
    if (choice.checked && choice.value === value) details.open = true;
  }));
});

// Where the browser lets a page copy, a button copies what stands in a field.
if (navigator.clipboard) {
  document.querySelectorAll("[data-copies]").forEach((button) => {
    const said = button.nextElementSibling;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
      said.textContent = said.dataset.said;
    });
  });
}

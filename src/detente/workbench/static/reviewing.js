// Reviewing goes without this; it adds keys, marks words, and has the next record ready.
"use strict";

const main = document.querySelector("main");

let waiting = 0;
let line = Promise.resolve();

// Keys: each does what the thing that carries it does.
const marked = (key) => [...main.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select");
const press = (element) => {
  if (element.tagName !== "DETAILS") return element.click();
  element.open = !element.open;
  // A form to judge by is typed in at once; beside the help keys go on working.
  const first = element.open && element.querySelector("form[method=post] :is(textarea, select, input:not([type=hidden]))");
  (first || element.querySelector("summary")).focus();
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  // Enter stores from a list or from words of the article, too; with Shift these go on in the next line.
  const stores = event.key === "Enter" && !event.shiftKey && event.target.closest("textarea, select");
  const form = stores && event.target.closest(".fixing form");
  if (form) {
    event.preventDefault();
    return form.requestSubmit(form.querySelector("button[name=judgement]"));
  }
  if (typing(event.target)) return;
  const found = marked(event.key);
  if (!found) return;
  event.preventDefault();
  // What was judged is stored before anything else is opened.
  if (found.tagName === "DETAILS" || found.closest("[data-judging]")) press(found);
  else line.then(() => press(found));
});
const showKeys = () => {
  for (const each of main.querySelectorAll("[data-queue] [data-key]")) {
    const shown = each.tagName === "DETAILS" ? each.querySelector("summary") : each;
    shown.dataset.shownKey = each.dataset.key;
  }
};

// The next record: fetched while this one is read, shown when it is judged; what was judged is sent behind it.
// It is asked for once all else is stored, and as if this one were judged, so that it counts right and ends.
let ready = null;
let place = location.pathname + location.search;
const queue = () => main.querySelector("[data-queue]");
const prepare = () => {
  const { next, at } = queue() ? queue().dataset : {};
  const ask = () => fetch(`${next}&judging=${encodeURIComponent(at)}`);
  ready = next ? { next, page: line.then(ask).then((answer) => (answer.ok ? answer.text() : null), () => null) } : null;
};
const say = (text, address) => {
  const note = document.createElement("p");
  note.className = "note wrong";
  note.setAttribute("role", "alert");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = "Open it again";
  note.append(text, " ", link);
  main.prepend(note);
};
const stored = (action, answer, address, swapped) => {
  const told = swapped.querySelector("[data-sent]");
  if (answer.problems) {
    if (told) told.remove();
    return say(`Not stored: ${Object.values(answer.problems).join(" ")}`, address);
  }
  if (!told) return;
  for (const earlier of swapped.querySelectorAll(".said:not([data-sent])")) earlier.remove();
  const form = undo(action, answer.said, address);
  for (const [name, judgement] of answer.meanwhile) {
    const note = document.createElement("p");
    note.textContent = `${name} judged it while you did: ${judgement}. Both are kept; yours, the later one, stands.`;
    form.prepend(note);
  }
  for (const text of answer.notes || []) {
    const note = document.createElement("p");
    note.textContent = text;
    form.prepend(note);
  }
  told.replaceWith(form);
};
const undo = (action, said, address) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  form.className = "note said";
  const values = { csrf: main.querySelector("[name=csrf]").value, correction: said, then: address };
  for (const [name, value] of Object.entries(values)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  const button = document.createElement("button");
  Object.assign(button, { name: "judgement", value: "undo", textContent: "Stored. Undo" });
  button.dataset.key = "u";
  button.dataset.shownKey = "u";
  form.append(button);
  return form;
};
const send = (form, judgement) => {
  const body = new URLSearchParams(new FormData(form));
  body.set("judgement", judgement);
  waiting += 1;
  return fetch(form.getAttribute("action"), { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok || answer.status === 422 ? answer.json() : Promise.reject(answer.status)))
    .catch((problem) => ({ problems: { "": `the server did not take it (${problem}).` } }))
    .finally(() => { waiting -= 1; });
};
const swap = async (event) => {
  const form = event.target.closest("[data-judging]");
  if (!form || !queue() || !ready || !event.submitter) return;
  event.preventDefault();
  const address = queue().dataset.here;
  const { next, page } = ready;
  const name = form.elements.name && form.elements.name.value;
  const judgement = event.submitter.value;
  const answer = (line = line.then(() => send(form, judgement)));
  const text = await page;
  if (!text) return answer.then(() => location.assign(next));
  const fresh = new DOMParser().parseFromString(text, "text/html");
  main.replaceChildren(...fresh.querySelector("main").childNodes);
  document.title = fresh.title;
  history.pushState(null, "", next);
  place = location.pathname + location.search;
  const sent = document.createElement("p");
  sent.className = "note said";
  sent.dataset.sent = "";
  sent.textContent = "Storing …";
  queue().prepend(sent);
  for (const each of main.querySelectorAll("[name=name]")) each.value = each.value || name;
  begin();
  scrollTo(0, 0);
  main.focus();
  const swapped = queue();
  stored(form.getAttribute("action"), await answer, address, swapped);
};
document.addEventListener("submit", swap);
// Back among records that were swapped in; a link to a place in the same page is none of its business.
addEventListener("popstate", () => { if (location.pathname + location.search !== place) location.reload(); });
addEventListener("beforeunload", (event) => { if (waiting) event.preventDefault(); });
const begin = () => { showKeys(); prepare(); };
begin();

// Words marked in a text are put into the form that adds a record.
document.addEventListener("selectionchange", () => {
  const words = document.querySelector(".adding [name=words], .missing [name=trigger]");
  const text = document.querySelector(".text");
  const selection = getSelection();
  if (!words || !text || selection.isCollapsed) return;
  if (!text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  words.value = selection.toString().trim();
});
const problem = document.querySelector(".wrong[role=alert]");
if (problem) problem.focus();

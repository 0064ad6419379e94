// The list of articles with their states; it changes as they do.
const rows = document.querySelector("#articles tbody");
const status = document.querySelector("#state");
const NAMES = { error: ["error", "errors"], warning: ["warning", "warnings"], review: ["to review", "to review"], info: ["info", "info"] };

function counted(counts) {
  return Object.keys(NAMES).filter((kind) => counts[kind]).map((kind) => `${counts[kind]} ${NAMES[kind][Number(counts[kind] !== 1)]}`).join(", ");
}

function cell(tag, text, className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  return element;
}

function row(article) {
  const link = cell("a", article.name);
  link.href = `article/${article.number}/`;
  const head = document.createElement("th");
  head.scope = "row";
  head.append(link);
  const state = document.createElement("td");
  state.append(cell("span", article.stateText, `status ${article.state}`));
  const line = document.createElement("tr");
  line.append(head, state, cell("td", counted(article.counts)), cell("td", article.file));
  return line;
}

function show({ articles }) {
  const focused = document.activeElement?.getAttribute("href");
  rows.replaceChildren(...articles.map(row));
  if (focused) rows.querySelector(`a[href="${focused}"]`)?.focus();
  const bad = articles.filter((article) => article.state === "bad").length;
  const text = `${articles.length} ${articles.length === 1 ? "article" : "articles"}${bad ? `, ${bad} with errors` : ""}`;
  if (status.textContent !== text) status.textContent = text;
}

const events = new EventSource("events");
events.onmessage = (event) => show(JSON.parse(event.data));
events.onerror = () => { status.textContent = "The preview has ended. Start it again to see what you save."; };

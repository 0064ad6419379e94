// One article: its pages, its EPUB, its findings and its source, kept in step, and each kept at its place.

const find = (selector) => document.querySelector(selector);
const desk = find("#pages");
const device = find(".device");
const source = find("#source");
const frames = [...document.querySelectorAll("iframe")];
const EDGE = 40; // pixels that a desk keeps free beside a page

let state = null; // what the server said last
let selected = null; // the number of the block that is marked
let sourceLines = [];
let frontFrame = frames[0];
let ready = 0; // the draft whose book stands in the frame behind

// Settings stay for this browser tab

for (const name of ["theme", "zoom", "device", "size", "margin", "face"]) {
  const control = find(`#${name}`);
  const kept = sessionStorage.getItem(name);
  if (kept !== null) control.value = kept;
  control.addEventListener("change", () => { sessionStorage.setItem(name, control.value); applySettings(); });
}
find("#night").checked = sessionStorage.getItem("night") === "yes";
find("#night").addEventListener("change", (event) => { sessionStorage.setItem("night", event.target.checked ? "yes" : ""); applySettings(); });
find("#paper").addEventListener("change", (event) => post("paper", { paper: event.target.value }));

function applySettings() {
  document.documentElement.dataset.theme = find("#theme").value;
  const pdf = pdfPlace();
  layPages();
  restorePdf(pdf);
  const book = bookPlace(frontFrame);
  layDevice();
  styleBook(frontFrame);
  restoreBook(frontFrame, book);
}

async function post(action, body) {
  const answer = await fetch(action, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return answer.ok ? answer.json() : {};
}

// Places. A place is a block near the top of what is seen, and how far below the top it is. After a save the same block
// goes there again.

// The number of a block after a save; null if it is not there any more. A block whose text is there only once is known by
// that; one whose text is there more often, by how far it is from such a block.
function sameBlock(before, after, number) {
  const once = (keys, key) => keys.indexOf(key) === keys.lastIndexOf(key);
  const moved = (at) => (once(before, before[at]) && once(after, before[at]) ? after.indexOf(before[at]) : -1);
  if (before[number] === undefined) return null;
  for (let away = 0; away < before.length; away += 1) {
    for (const at of away ? [number - away, number + away] : [number]) {
      const now = at >= 0 && at < before.length ? moved(at) : -1;
      if (now < 0) continue;
      const found = now + number - at;
      return after[found] === before[number] ? found : null;
    }
  }
  return after[number] === before[number] ? number : null;
}

function placeAmong(tops, keys, height) {
  const near = tops.flatMap((top, number) => (top === null ? [] : [{ number, top }]));
  // All blocks with their places: when the first one seen is the one that was edited, a neighbour serves.
  near.sort((one, other) => rank(one, height) - rank(other, height));
  return { keys, near };
}

function rank({ number, top }, height) {
  if (number === selected && top >= 0 && top < height) return -1; // what was chosen, while it is seen
  if (top >= 0) return top;
  return height / 4 - top; // just above what is seen: better than far below it
}

function shiftTo(place, keys, topOf) {
  if (!place) return null;
  for (const { number, top } of place.near) {
    const now = sameBlock(place.keys, keys, number);
    const there = now === null ? null : topOf(now);
    if (there !== null) return there - top;
  }
  return null;
}

function pdfTops() {
  const top = desk.getBoundingClientRect().top;
  const pages = [...desk.children].map((page) => page.getBoundingClientRect());
  return state.blocks.map(({ boxes }) => {
    const [page, , share] = boxes[0] ?? [];
    return pages[page] ? pages[page].top + share * pages[page].height - top : null;
  });
}

const keysOf = () => state.blocks.map((block) => block.key);

function pdfPlace() {
  return state?.blocks.length && desk.children.length ? placeAmong(pdfTops(), keysOf(), desk.clientHeight) : null;
}

function restorePdf(place) {
  const tops = pdfTops();
  const shift = shiftTo(place, keysOf(), (number) => tops[number]);
  if (shift) desk.scrollTop += shift;
  showPageNumber();
}

function bookBlocks(frame) {
  return [...(frame.contentDocument?.querySelectorAll("[data-block]") ?? [])];
}

function bookPlace(frame) {
  const blocks = bookBlocks(frame);
  if (!blocks.length || !frame.blockKeys) return null;
  return placeAmong(blocks.map((block) => block.getBoundingClientRect().top), frame.blockKeys, frame.clientHeight);
}

function restoreBook(frame, place) {
  const blocks = bookBlocks(frame);
  const shift = shiftTo(place, frame.blockKeys ?? [], (number) => blocks[number]?.getBoundingClientRect().top ?? null);
  if (shift) frame.contentDocument.scrollingElement.scrollTop += shift;
}

// The PDF: only pages that are seen are drawn, and only if they are not the same as before

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    entry.target.isSeen = entry.isIntersecting;
    if (entry.isIntersecting) draw(entry.target);
  }
}, { root: desk });

function pageWidth({ width, height }) {
  const zoom = find("#zoom").value;
  const room = desk.clientWidth - EDGE;
  if (zoom === "width") return Math.min(room, (width * 96) / 72 * 1.4);
  if (zoom === "page") return Math.min(room, ((desk.clientHeight - EDGE) * width) / height);
  return (width * 96 * Number(zoom)) / 72;
}

function layPages() {
  if (!state) return;
  while (desk.children.length > state.pages.length) {
    seen.unobserve(desk.lastElementChild);
    desk.lastElementChild.remove();
  }
  state.pages.forEach((page, number) => {
    let figure = desk.children[number];
    if (!figure) {
      figure = document.createElement("div");
      figure.className = "page";
      desk.append(figure);
      seen.observe(figure);
    }
    const width = pageWidth(page);
    figure.style.width = `${width}px`;
    figure.style.height = `${(width * page.height) / page.width}px`;
    const pixels = Math.round(width * devicePixelRatio);
    figure.look = `${page.digest} ${pixels}`;
    figure.address = `page/${state.draft}/${number}/${pixels}`;
    figure.name = `Page ${number + 1} of ${state.pages.length}`;
    if (figure.isSeen) draw(figure);
  });
  noteShown();
}

async function draw(figure) {
  const { look, address, name } = figure;
  const shown = figure.querySelector("img");
  if (figure.shown === look) {
    shown.alt = name;
    return;
  }
  const picture = new Image();
  picture.alt = name;
  picture.src = address;
  try {
    await picture.decode();
  } catch {
    return; // a newer draft has come; its event draws the page again
  }
  if (figure.address !== address) return;
  figure.shown = look;
  if (shown) shown.replaceWith(picture);
  else figure.prepend(picture);
  noteShown();
}

// Tests and the bench wait for this: all pages that are seen are those of this draft.
function noteShown() {
  const isShown = desk.children.length && [...desk.children].every((figure) => !figure.isSeen || figure.shown === figure.look);
  if (isShown) document.body.dataset.pages = state.draft;
  noteSeen();
}

// The checks wait for this, so that they do not take the processor from what is waited for.
function noteSeen() {
  const { pages, book } = document.body.dataset;
  if (pages !== book || Number(book) <= noteSeen.draft) return;
  noteSeen.draft = Number(book);
  // What may be seen next is drawn when what is seen now has been.
  for (const figure of desk.children) if (figure.isSeen) [figure.previousElementSibling, figure.nextElementSibling].forEach((next) => next && draw(next));
  post("seen", { draft: noteSeen.draft });
}
noteSeen.draft = 0;

function showPageNumber() {
  if (!desk.children.length) return;
  const middle = desk.getBoundingClientRect().top + desk.clientHeight / 2;
  const number = [...desk.children].findIndex((page) => page.getBoundingClientRect().bottom > middle);
  find("#page-number").textContent = `Page ${(number < 0 ? desk.children.length - 1 : number) + 1} of ${desk.children.length}`;
}

desk.addEventListener("scroll", showPageNumber, { passive: true });
new ResizeObserver(() => { const place = pdfPlace(); layPages(); if (state) restorePdf(place); }).observe(desk);

desk.addEventListener("click", (event) => {
  const page = event.target.closest(".page");
  if (!page) return;
  const { left, top, width, height } = page.getBoundingClientRect();
  select(blockAt([...desk.children].indexOf(page), (event.clientX - left) / width, (event.clientY - top) / height), "pdf");
});

function blockAt(page, x, y) {
  const here = [];
  state.blocks.forEach(({ boxes }, number) => boxes.forEach((box) => { if (box[0] === page) here.push({ number, box }); }));
  const distance = ({ box: [, left, top, right, bottom] }) =>
    Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom)) + (bottom - top) * 1e-3;
  here.sort((one, other) => distance(one) - distance(other));
  return here[0]?.number ?? null;
}

// The EPUB: the new document loads in the frame behind, goes to its place there, and comes to the front

function layDevice() {
  const [width, height] = find("#device").value.split("x").map(Number);
  const room = find("#book");
  const scale = Math.min(1, (room.clientWidth - EDGE) / width);
  device.style.width = `${width}px`;
  device.style.height = `${Math.min(height, (room.clientHeight - EDGE) / scale)}px`;
  device.style.transform = scale < 1 ? `scale(${scale})` : "";
  device.style.marginInline = scale < 1 ? `${(-width * (1 - scale)) / 2}px` : "";
}

new ResizeObserver(layDevice).observe(find("#book"));

function styleBook(frame) {
  const page = frame.contentDocument;
  if (!page?.body) return;
  const night = find("#night").checked;
  const face = find("#face").value;
  device.classList.toggle("night", night);
  const rules = [
    `html { font-size: ${find("#size").value}% }`,
    `body { margin: 1em ${find("#margin").value} !important }`,
    "[data-block] { cursor: pointer }",
    "[data-marked] { background: rgb(255 196 0 / 0.3) !important; box-shadow: -0.4em 0 0 rgb(255 196 0 / 0.3), -0.6em 0 0 #b27700 !important }",
  ];
  if (face) rules.push(`body, body * { font-family: ${face} !important }`);
  if (night) rules.push("html, body { background: #121110 !important; color: #ddd6ca !important } a { color: inherit !important } table, th, td, pre, aside { background: transparent !important; color: inherit !important }");
  const text = rules.join("\n");
  if (page.ownRules === text) return;
  page.ownRules = text;
  const sheet = new frame.contentWindow.CSSStyleSheet();
  sheet.replaceSync(text);
  page.adoptedStyleSheets = [sheet];
}

// The book of a draft is there before its pages: meanwhile it loads in the frame behind, and waits there for them.
async function prepareBook(draft) {
  const back = frames.find((frame) => frame !== frontFrame);
  ready = 0;
  await new Promise((loaded) => {
    back.addEventListener("load", loaded, { once: true });
    // In place of the address before, so that the browser's “back” does not go through old drafts.
    const address = new URL(`book/EPUB/article.xhtml?draft=${draft}`, location.href).href;
    if (back.contentWindow.location.href === "about:blank") back.src = address;
    else back.contentWindow.location.replace(address);
  });
  styleBook(back);
  void back.contentDocument.body.offsetHeight; // lay it out, so that it asks for its fonts: lines break by them
  await Promise.all([...back.contentDocument.fonts].filter((font) => font.status === "loading").map((font) => font.loaded));
  ready = draft;
}

async function loadBook() {
  const back = frames.find((frame) => frame !== frontFrame);
  while (ready !== state.draft) await prepareBook(state.draft);
  const { draft } = state;
  ready = 0;
  styleBook(back);
  back.blockKeys = keysOf();
  restoreBook(back, bookPlace(frontFrame) ?? keptPlace("book"));
  listenTo(back.contentDocument);
  back.classList.remove("back");
  back.title = `The text of ${state.name} as an EPUB`;
  back.removeAttribute("aria-hidden");
  back.removeAttribute("tabindex");
  const hadFocus = document.activeElement === frontFrame;
  frontFrame.classList.add("back");
  frontFrame.setAttribute("aria-hidden", "true");
  frontFrame.tabIndex = -1;
  frontFrame = back;
  if (hadFocus) back.focus();
  markBook();
  return draft;
}

// A book that came ahead of its pages does not say where they begin: the same text that says it is there with the pages.
const PAGE_MARK = "[role=doc-pagebreak]";

async function markPages(draft) {
  const page = frontFrame.contentDocument;
  if (page.querySelector(PAGE_MARK)) return;
  const answer = await fetch(`marked/${draft}`);
  if (!answer.ok) return; // a newer draft has come
  const marked = new DOMParser().parseFromString(await answer.text(), "application/xhtml+xml");
  marked.querySelectorAll(PAGE_MARK).forEach((mark) => putMark(page, mark));
}

const withoutMarks = (element) => [...element.children].filter((child) => !child.matches(PAGE_MARK));

function putMark(page, mark) {
  const steps = [];
  for (let at = mark.parentElement; at.parentElement; at = at.parentElement) steps.unshift(withoutMarks(at.parentElement).indexOf(at));
  const parent = steps.reduce((at, step) => withoutMarks(at)[step], page.documentElement);
  let elements = 0;
  let letters = 0; // behind the last of these elements
  for (let at = mark.previousSibling; at; at = at.previousSibling) {
    if (at.nodeType === Node.TEXT_NODE && !elements) letters += at.length;
    if (at.nodeType === Node.ELEMENT_NODE && !at.matches(PAGE_MARK)) elements += 1;
  }
  let place = elements ? withoutMarks(parent)[elements - 1].nextSibling : parent.firstChild;
  while (place && (letters || place.nodeType === Node.ELEMENT_NODE) && (place.nodeType === Node.TEXT_NODE || place.matches(PAGE_MARK))) {
    if (place.nodeType === Node.TEXT_NODE && place.length > letters) place.splitText(letters);
    letters -= place.nodeType === Node.TEXT_NODE ? place.length : 0;
    place = place.nextSibling;
  }
  parent.insertBefore(page.importNode(mark, true), place);
}

function listenTo(page) {
  page.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && !link.getAttribute("href").startsWith("#")) event.preventDefault(); // nothing opens from here
    const block = event.target.closest?.("[data-block]");
    if (block && !(link && !event.defaultPrevented)) select(Number(block.dataset.block), "book");
  });
  page.addEventListener("keydown", onKey);
}

// What is marked: the same block in both editions, and its line in the source

function select(number, from) {
  if (number === null || !state.blocks[number]) return;
  selected = number;
  markPdf(from !== "pdf");
  markBook(from !== "book");
  const line = lineOf(number);
  if (line) showLine(line, from !== "source");
}

function lineOf(number) {
  for (let at = number; at >= 0; at -= 1) if (state.blocks[at].line) return state.blocks[at].line;
  return null;
}

function markPdf(scroll = false) {
  document.querySelectorAll(".mark").forEach((mark) => mark.remove());
  const boxes = state.blocks[selected]?.boxes ?? [];
  boxes.forEach(([page, left, top, right, bottom], at) => {
    const mark = document.createElement("div");
    mark.className = "mark";
    Object.assign(mark.style, { left: `calc(${left * 100}% - 8px)`, top: `${top * 100}%`, width: `calc(${(right - left) * 100}% + 12px)`, height: `${(bottom - top) * 100}%` });
    desk.children[page]?.append(mark);
    if (scroll && at === 0) reveal(desk, mark);
  });
}

function reveal(scroller, element) {
  const outer = scroller.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  if (inner.top < outer.top || inner.bottom > outer.bottom) scroller.scrollTop += inner.top - outer.top - outer.height / 4;
}

function markBook(scroll = false) {
  const page = frontFrame.contentDocument;
  page?.querySelectorAll("[data-marked]").forEach((block) => delete block.dataset.marked);
  const block = page?.querySelector(`[data-block="${selected}"]`);
  if (!block) return;
  block.dataset.marked = "";
  const { top, bottom } = block.getBoundingClientRect();
  const height = frontFrame.contentWindow.innerHeight;
  if (scroll && (top < 0 || bottom > height)) page.scrollingElement.scrollTop += top - height / 4;
}

function showLine(line, scroll = true) {
  source.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  const row = source.children[line - 1];
  if (!row) return;
  row.setAttribute("aria-selected", "true");
  source.setAttribute("aria-activedescendant", row.id);
  find("#line").textContent = `Line ${line} of ${state.file}`;
  find("#open").dataset.line = line;
  if (scroll) reveal(source, row);
}

function selectLine(line) {
  showLine(line);
  let best = null;
  state.blocks.forEach((block, number) => {
    if (block.line && block.line <= line && (best === null || block.line > state.blocks[best].line)) best = number;
  });
  if (best !== null) {
    selected = best;
    markPdf(true);
    markBook(true);
  }
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n" || event.key === "p") {
    const step = event.key === "n" ? 1 : -1;
    select(Math.max(0, Math.min(state.blocks.length - 1, selected === null ? 0 : selected + step)), "keyboard");
  } else if (event.key === "Enter" && selected !== null && !event.target.closest?.("a")) {
    openEditor();
  }
}

desk.addEventListener("keydown", onKey);
source.addEventListener("click", (event) => {
  const row = event.target.closest(".source-line");
  if (row) selectLine(Number(row.dataset.line));
});
source.addEventListener("keydown", (event) => {
  const now = Number(source.querySelector("[aria-selected=true]")?.dataset.line ?? 0);
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 1, End: sourceLines.length }[event.key];
  if (to >= 1 && to <= sourceLines.length) {
    event.preventDefault();
    selectLine(to);
  } else if (event.key === "Enter") openEditor();
});
find("#open").addEventListener("click", openEditor);

function openEditor() {
  const line = Number(find("#open").dataset.line ?? 1);
  if (state.canOpen) post("open", { line });
}

async function loadSource() {
  const answer = await fetch("source.txt");
  const lines = (await answer.text()).replace(/\r?\n$/, "").split(/\r?\n/);
  const kept = source.scrollTop;
  lines.forEach((text, at) => {
    const row = source.children[at] ?? source.appendChild(document.createElement("div"));
    if (row.textContent === text && row.id) return;
    row.className = "source-line";
    row.id = `L${at + 1}`;
    row.role = "option";
    row.dataset.line = at + 1;
    row.ariaSelected ??= "false";
    row.textContent = text;
    row.ariaLabel = text ? null : "empty line";
  });
  while (source.children.length > lines.length) source.lastElementChild.remove();
  source.scrollTop = kept;
  sourceLines = lines;
}

// The findings, each with its places

const SEVERITIES = { error: ["error", "errors"], warning: ["warning", "warnings"], review: ["to review", "to review"], info: ["info", "info"] };
const LABELS = { error: "Error", warning: "Warning", review: "To review", info: "Info" };

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(text, action) {
  const made = element("button", "", text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

function showFindings() {
  const list = find("#findings");
  const text = JSON.stringify(state.findings);
  if (list.text === text) return;
  list.text = text;
  const opened = new Set([...list.querySelectorAll("details[open] summary")].map((summary) => summary.textContent));
  const kept = list.scrollTop;
  list.replaceChildren(...state.findings.map((one) => finding(one, opened)));
  if (!state.findings.length) list.append(element("li", "none", state.stage === "done" ? "Nothing was found." : "Not checked yet."));
  list.scrollTop = kept;
  const counts = Object.keys(SEVERITIES).map((kind) => [kind, state.findings.filter((one) => one.severity === kind).length]);
  find("#counts").textContent = counts.filter(([, number]) => number).map(([kind, number]) => `${number} ${SEVERITIES[kind][Number(number !== 1)]}`).join(", ");
}

function finding(one, opened) {
  const item = element("li", `finding ${one.severity}`);
  const message = element("p", "message");
  message.append(element("span", "severity", LABELS[one.severity]), one.message);
  item.append(message);
  if (one.hint) item.append(element("p", "hint", one.hint));
  const places = element("div", "places");
  if (one.line) places.append(button(`Line ${one.line}`, () => selectLine(one.line)));
  const box = one.block === null ? null : state.blocks[one.block]?.boxes[0];
  if (box) places.append(button(`PDF, page ${box[0] + 1}`, () => { selected = one.block; markBook(true); markPdf(true); }));
  if (one.page && !box) places.append(button(`PDF, page ${one.page}`, () => { if (desk.children[one.page - 1]) reveal(desk, desk.children[one.page - 1]); }));
  if (one.block !== null) places.append(button("EPUB", () => { selected = one.block; markPdf(); markBook(true); }));
  if (!one.line && !one.page && one.place) places.append(element("span", "hint", one.place));
  if (one.code) places.append(explained(one.code, opened.has(one.code)));
  item.append(places);
  return item;
}

function explained(code, isOpen) {
  const details = document.createElement("details");
  details.append(element("summary", "", code));
  const text = element("p", "explanation");
  details.append(text);
  details.addEventListener("toggle", async () => {
    if (details.open && !text.textContent) text.textContent = await (await fetch(`../../explain/${encodeURIComponent(code)}`)).text();
  });
  details.open = isOpen;
  return details;
}

// The state, as it comes

let loading = Promise.resolve();

async function show(next) {
  const isNewDraft = next.draft && next.draft !== state?.draft;
  const pdf = isNewDraft ? pdfPlace() ?? keptPlace("pdf") : null;
  const keysBefore = state?.blocks.map((block) => block.key) ?? [];
  state = next;
  document.title = `${state.name} – Separatum preview`;
  find("#name").textContent = state.name;
  const result = find("#state");
  const text = state.isStale && state.draft && state.stage === "done" ? `${state.result} What is shown is from the save before.` : state.result;
  if (result.textContent !== text) result.textContent = text;
  result.dataset.state = state.state;
  document.body.classList.toggle("stale", state.isStale && state.stage === "done");
  find("#open").hidden = !state.canOpen;
  const paper = find("#paper");
  if (paper.options.length !== state.papers.length) paper.replaceChildren(...state.papers.map((name) => new Option(name, name)));
  paper.value = state.paper;
  if (isNewDraft) {
    if (selected !== null) selected = sameBlock(keysBefore, keysOf(), selected);
    layPages();
    restorePdf(pdf);
    markPdf();
    showPageNumber();
    loading = loading.then(loadBook).then((draft) => {
      document.body.dataset.book = draft;
      noteSeen();
      return markPages(draft).catch(() => {}); // the preview has ended
    });
  }
  if (next.ahead > show.ahead) {
    show.ahead = next.ahead;
    loading = loading.then(() => prepareBook(next.ahead));
  }
  if (next.saved !== show.saved) {
    show.saved = next.saved;
    loadSource().then(() => { if (selected !== null && lineOf(selected)) showLine(lineOf(selected), false); });
  }
  showFindings();
  document.body.dataset.state = state.state;
  document.body.dataset.stage = state.stage;
}

show.ahead = 0;

// Places outlive a reload of the whole page, too

function keptPlace(name) {
  const kept = sessionStorage.getItem(`place ${location.pathname} ${name}`);
  return kept && JSON.parse(kept);
}

addEventListener("pagehide", () => {
  for (const [name, place] of [["pdf", pdfPlace()], ["book", bookPlace(frontFrame)]]) {
    if (place) sessionStorage.setItem(`place ${location.pathname} ${name}`, JSON.stringify({ keys: place.keys, near: place.near.slice(0, 20) }));
  }
});

document.documentElement.dataset.theme = find("#theme").value;
layDevice();
const events = new EventSource("events");
events.onmessage = (event) => show(JSON.parse(event.data));
events.onerror = () => {
  find("#state").textContent = "The preview has ended. Start it again to see what you save.";
  find("#state").dataset.state = "bad";
  document.body.dataset.stage = "ended";
};

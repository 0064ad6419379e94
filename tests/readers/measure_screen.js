// What is wrong on the pages of a book that a reading system has laid out: run inside its frame.
() => {
  const root = [document.documentElement, document.body].find((one) => getComputedStyle(one).columnWidth !== "auto");
  if (!root) return ["the text is not in columns"];
  const style = getComputedStyle(root), number = (name) => parseFloat(style[name]) || 0;
  const box = root.getBoundingClientRect(), gap = number("columnGap");
  const room = root.clientWidth - number("paddingLeft") - number("paddingRight");
  const count = Math.max(1, Math.floor((room + gap) / (number("columnWidth") + gap)));
  const width = (room - gap * (count - 1)) / count;
  const left = box.left + number("paddingLeft"), top = box.top + number("paddingTop");
  const bottom = top + root.clientHeight - number("paddingTop") - number("paddingBottom");
  const faults = [], things = [];
  const named = (node) => (node.data || node.getAttribute?.("alt") || node.className || node.nodeName).trim().slice(0, 40);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement, isText = node.nodeType === 3;
    if (isText ? !node.data.trim() : !["IMG", "DIV"].includes(node.nodeName.toUpperCase())) continue;
    if (!isText && node.nodeName.toUpperCase() === "DIV" && node.className !== "scroll") continue;
    if (parent.closest(".scroll") || parent.closest("math")) continue;
    const lines = [];
    for (const word of isText ? node.data.matchAll(/\S+/g) : []) { // a space at the end of a line may hang
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      lines.push(...range.getClientRects());
    }
    for (const one of isText ? lines : node.getClientRects()) {
      if (one.width < 1 || one.height < 1) continue;
      const lean = isText ? 0.3 * one.height : 0; // the box of a letter is higher than its ink
      const column = Math.floor((one.left - left + gap / 2) / (width + gap)), start = left + column * (width + gap);
      const beyond = Math.max(start - one.left, one.right - start - width, one.bottom - lean - bottom, top - one.top - lean);
      if (beyond > 2) faults.push(`${Math.round(beyond)} px beyond its column: ${named(node)}`);
      things.push({ node, isText, column, left: one.left + 1, right: one.right - 1, top: one.top + lean, bottom: one.bottom - lean });
    }
  }
  things.sort((one, other) => one.column - other.column || one.top - other.top);
  for (let at = 0; at < things.length; at += 1) {
    for (let next = at + 1; next < things.length && things[next].column === things[at].column && things[next].top < things[at].bottom; next += 1) {
      const [one, other] = [things[at], things[next]];
      if (one.node !== other.node && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1)
        faults.push(`one over the other: ${named(one.node)} | ${named(other.node)}`);
    }
  }
  for (const image of document.images) {
    const shown = image.getBoundingClientRect(), ratio = shown.width / shown.height / (image.naturalWidth / image.naturalHeight);
    if (getComputedStyle(image).objectFit === "contain") continue; // the reading system keeps the proportions
    if (!image.naturalWidth || Math.abs(ratio - 1) > 0.02) faults.push(`out of proportion: ${named(image)}`);
  }
  return things.length < 40 ? [...faults, "hardly anything is shown"] : faults;
}

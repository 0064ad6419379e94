// What a screen reader is given of a PDF by pdf.js: each structure element's role and words, indented by its depth.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [packages, file] = process.argv.slice(2);
const { getDocument } = await import(pathToFileURL(`${packages}/pdfjs-dist/legacy/build/pdf.mjs`));
const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise;
const lines = [];

/** The words of each marked-content sequence of a page. */
async function wordsOf(page) {
  const words = new Map();
  const open = [];
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  for (const item of items) {
    if (item.type === "beginMarkedContentProps" || item.type === "beginMarkedContent") open.push(item.id);
    else if (item.type === "endMarkedContent") open.pop();
    else {
      const id = open.findLast((one) => one);
      words.set(id, (words.get(id) ?? "") + item.str + (item.hasEOL ? "\n" : ""));
    }
  }
  return words;
}

/** The words in one line. Hyphens of line ends are taken back; soft ones pdf.js leaves out, so the parts of a word stay apart. */
function say(text, depth) {
  const said = text.replace(/\u2010\s*\n/g, "").split(/\s+/).filter(Boolean).join(" ");
  if (said) lines.push(`${"  ".repeat(depth)}“${said}”`);
}

function tell(node, words, depth) {
  const told = ["lang", "alt"].filter((name) => node[name]).map((name) => ` ${name}=${node[name]}`);
  lines.push(`${"  ".repeat(depth)}${node.role}${told.join("")}`);
  let said = "";
  for (const child of node.children ?? []) {
    if (child.type === "content") said += words.get(child.id) ?? "";
    else if (child.role) {
      say(said, depth + 1);
      said = "";
      tell(child, words, depth + 1);
    }
  }
  say(said, depth + 1);
}

for (let number = 1; number <= pdf.numPages; number += 1) {
  const page = await pdf.getPage(number);
  lines.push(`page ${number}`);
  tell(await page.getStructTree(), await wordsOf(page), 1);
}
process.stdout.write(lines.join("\n") + "\n");

// The text of each page of a PDF as pdf.js gives it, with a form feed after each, and how much it would draw.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [packages, file] = process.argv.slice(2);
const { getDocument } = await import(pathToFileURL(`${packages}/pdfjs-dist/legacy/build/pdf.mjs`));
const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise;
for (let number = 1; number <= pdf.numPages; number += 1) {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  const { fnArray } = await page.getOperatorList();
  if (fnArray.length < 10) throw new Error(`page ${number} is blank`);
  process.stdout.write(items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("") + "\f");
}

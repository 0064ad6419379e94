// The text of PDFs as pdf.js gives it, with a form feed after each page and a group separator after each file; that each
// page draws something.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [packages, ...files] = process.argv.slice(2);
const { getDocument } = await import(pathToFileURL(`${packages}/pdfjs-dist/legacy/build/pdf.mjs`));
for (const file of files) {
  const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const { fnArray } = await page.getOperatorList();
    if (fnArray.length < 10) throw new Error(`page ${number} of ${file} is blank`);
    process.stdout.write(items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("") + "\f");
  }
  process.stdout.write("\x1d");
}

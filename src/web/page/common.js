// What all scripts of the page share.
export const $ = (id) => document.getElementById(id);
const texts = JSON.parse($("texts").textContent);
export const t = (english) => texts[english] ?? english;
export const lang = document.documentElement.lang;

export const clone = (value) => JSON.parse(JSON.stringify(value));
export const make = (tag, more = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), more);
  element.append(...children);
  return element;
};
export const post = (path, body, signal) =>
  fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
export const note = (text) => { $("note").textContent = text; };
export function give(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Keys for the reviewers' pages. Everything works without this file; it presses what is on the page.
// An element with data-key="k" is what the key k means; data-row are rows to walk along with j and k.
"use strict";
(() => {
  const root = document.documentElement;
  const dialog = document.getElementById("keys");
  root.classList.add("keys"); // the style sheet shows the keys

  // With a Devanagari layout "q" comes as another letter: then the place of the key counts.
  const name = (event) => {
    if (/^[\x21-\x7e]$/.test(event.key) || event.key.length > 1) return event.key;
    const place = /^(?:Key|Digit)(.)$/.exec(event.code);
    if (!place) return event.key;
    return event.shiftKey ? place[1] : place[1].toLowerCase();
  };

  const typing = (element) =>
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLInputElement && !["radio", "checkbox", "submit", "button"].includes(element.type));

  const meant = (key) => [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);

  // A decision is a verdict and a kind: the key that makes it whole keeps it.
  const chosen = new Set();
  const choose = (radio) => {
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    chosen.add(radio.name);
    if (radio.form.matches("[data-decide]") && chosen.has("verdict") && chosen.has("kind")) radio.form.requestSubmit();
  };

  const press = (element) => {
    if (element instanceof HTMLInputElement && element.type === "radio") choose(element);
    else if (element instanceof HTMLInputElement && element.type === "checkbox") {
      element.focus();
    } else if (typing(element)) {
      element.focus();
      element.scrollIntoView({ block: "nearest" });
    } else {
      element.click();
      if (element.matches("summary") && element.parentElement.open) element.scrollIntoView({ block: "start" });
    }
  };

  const walk = (step) => {
    const rows = [...document.querySelectorAll("[data-row], [data-tick]")];
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement);
    const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  };

  const help = () => {
    if (!dialog) return;
    const list = dialog.querySelector("[data-keys]");
    list.replaceChildren();
    const add = (key, words) => {
      const line = document.createElement("p");
      const sign = document.createElement("kbd");
      sign.textContent = key;
      line.append(sign, " ", words);
      list.append(line);
    };
    const seen = new Set();
    for (const element of document.querySelectorAll("[data-key]")) {
      if (seen.has(element.dataset.key) || element.closest("dialog")) continue;
      seen.add(element.dataset.key);
      add(element.dataset.key, words(element));
    }
    if (document.querySelector("[data-row], [data-tick]")) add("j k", list.dataset.walk);
    add("?", list.dataset.help);
    dialog.showModal();
  };

  const words = (element) => {
    const place = element.dataset.says || element.getAttribute("aria-label");
    if (place) return place;
    const label = element.labels && element.labels[0];
    const copy = (label || element).cloneNode(true);
    copy.querySelectorAll("kbd, select, textarea, input, .small").forEach((each) => each.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (dialog && dialog.open) return;
    const active = document.activeElement;
    if (typing(active)) {
      if (event.key === "Escape") active.blur();
      return;
    }
    const key = name(event);
    if (key === "Enter" && active && active.matches("a, button, summary")) return;
    if (key === " ") return;
    if (key === "?") help();
    else if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
    else {
      const element = meant(key);
      if (!element || event.repeat) return;
      press(element);
    }
    event.preventDefault();
  });

  // A form that is sent twice is one decision, but the second answer would be late.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    else event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
    chosen.clear();
  });
})();

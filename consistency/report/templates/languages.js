"use strict";
(() => {
  const { languages, texts } = JSON.parse(document.getElementById("texts").textContent);
  const root = document.documentElement;
  root.classList.add("js");

  // Every text of ours has a number; other languages have it under the same number.
  const attributes = ["aria-label", "title"];
  function speak(language) {
    const column = languages.indexOf(language);
    root.lang = language;
    for (const element of document.querySelectorAll("[data-t]")) element.textContent = texts[element.dataset.t][column];
    for (const name of attributes)
      for (const element of document.querySelectorAll(`[data-t-${name}]`))
        element.setAttribute(name, texts[element.getAttribute(`data-t-${name}`)][column]);
    for (const button of document.querySelectorAll("[data-language]"))
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  for (const button of document.querySelectorAll("[data-language]"))
    button.addEventListener("click", () => speak(button.dataset.language));
})();

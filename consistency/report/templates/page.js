"use strict";
(() => {
  // Filters.
  const form = document.querySelector(".filters");
  const cards = [...document.querySelectorAll("article.post")];
  const ready = document.getElementById("ready");
  const homes = new Map(cards.map((card) => [card, card.parentElement]));
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const searched = new Map();
  const textOf = (card) => {
    if (!searched.has(card)) searched.set(card, plain(card.textContent));
    return searched.get(card);
  };
  const value = (name) => form.elements[name]?.value ?? "";
  function matches(card) {
    const { verdict, creator, platform, rules, lacks } = card.dataset;
    const wanted = value("verdict");
    return (
      (!wanted || (wanted === "review" ? "review" in card.dataset : verdict === wanted)) &&
      (!value("creator") || creator === value("creator")) &&
      (!value("platform") || platform === value("platform")) &&
      (!value("rule") || rules.split(" ").includes(value("rule"))) &&
      (!value("message") || lacks.split(" ").includes(value("message"))) &&
      plain(value("search")).split(/\s+/).every((word) => textOf(card).includes(word))
    );
  }
  function filter() {
    let shown = 0;
    for (const card of cards) {
      card.hidden = !matches(card);
      shown += !card.hidden;
    }
    form.querySelector(".status b").textContent = shown;
    const active = ["search", "verdict", "creator", "platform", "rule", "message"].some(value);
    if (ready && active) ready.open = true;
  }
  const keys = {
    creator: (card) => card.dataset.creator,
    date: (card) => card.dataset.date || "9999",
    file: (card) => card.dataset.place.padStart(9, "0"),
  };
  function sort() {
    const key = keys[value("order")];
    const sorted = key
      ? cards.map((card, index) => [key(card), index]).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]))
      : cards.map((_, index) => ["", index]);
    const parts = new Map();
    for (const [, index] of sorted) {
      const home = homes.get(cards[index]);
      if (!parts.has(home)) parts.set(home, document.createDocumentFragment());
      parts.get(home).append(cards[index]);
    }
    for (const [home, part] of parts) home.append(part);
  }
  let waiting;
  const follows = (event) => {
    clearTimeout(waiting);
    if (event.target.name === "order") sort();
    else waiting = setTimeout(filter, event.target.name === "search" ? 120 : 0);
  };
  form.addEventListener("input", follows); // each letter
  form.addEventListener("change", follows); // each choice
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { sort(); filter(); }));
  filter();

  // Links to a card: it is shown, whatever is filtered.
  function follow() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.matches("article.post")) return;
    const lead = () => {
      if (ready?.contains(target)) ready.open = true;
      target.focus({ preventScroll: true });
      target.scrollIntoView();
    };
    if (target.hidden) {
      form.reset();
      setTimeout(lead); // after the cards were put in order again, which takes the focus away
    } else lead();
  }
  addEventListener("hashchange", follow);
  follow();

  // Notes.
  async function copy(note) {
    const letter = note.querySelector(".letter");
    const done = note.querySelector(".copied");
    try {
      await navigator.clipboard.writeText(letter.textContent);
    } catch {
      getSelection().selectAllChildren(letter);
      document.execCommand("copy");
    }
    done.textContent = "✓";
  }
  for (const button of document.querySelectorAll(".copy")) button.addEventListener("click", () => copy(button.closest(".note")));

  // Keys, where nobody types.
  const current = () => document.activeElement?.closest?.("article.post");
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "/") {
      event.preventDefault();
      form.elements.search.focus();
    } else if (event.key === "j" || event.key === "k") {
      const open = [...document.querySelectorAll("article.post:not([hidden])")].filter((card) => !card.closest("details:not([open])"));
      const index = open.indexOf(current());
      const next = open[event.key === "j" ? index + 1 : Math.max(0, index - 1)];
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: "start" });
    } else if (event.key === "c") {
      const note = current()?.querySelector(".note");
      if (note) {
        note.open = true;
        copy(note);
      }
    }
  });
})();

// The line of chips: one field finds groups, themes, files and people, and takes numbers that are pasted.
(function () {
  "use strict";
  const field = document.getElementById("who"), list = document.getElementById("offered");
  const form = document.getElementById("compose"), browse = document.getElementById("browse");
  if (!field || !list || !browse) return;
  const button = document.getElementById("search"), numbers = document.getElementById("numbers");
  const words = window.wordsOf, recent = field.dataset.recent.split(" ").filter(Boolean);
  const SHOWN = 8, NUMBER = /^[\s+(]*\d[\d\s.,;:/()+-]{7,}$/;
  let options = [], active = -1, timer = 0;

  button.hidden = true;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "offered");
  field.setAttribute("aria-expanded", "false");

  // All that may still be chosen: the boxes of the list to browse that are not ticked.
  function choices() {
    return Array.from(browse.querySelectorAll("input[name=audience]:not(:checked)"), function (input) {
      const told = input.nextElementSibling, note = told.querySelector(".soft");
      const title = told.firstChild.data.trim(), part = input.closest("[data-heading]");
      return { input: input, title: title, note: [note && note.textContent.trim(), part && part.dataset.heading].filter(Boolean).join(" · "),
               words: words(title + " " + (input.value.startsWith("person:") ? input.value.slice(7) : "")) };
    });
  }

  function rank(one, wanted) {
    if (!wanted.length) return recent.includes(one.input.value) ? recent.indexOf(one.input.value) : 100;
    const whole = wanted.every(function (word) { return one.words.some(function (other) { return other.startsWith(word); }); });
    if (!whole && !one.words.join("").includes(wanted.join(""))) return -1;
    return (one.words[0] || "").startsWith(wanted[0]) ? 0 : 1;
  }

  function found() {
    const text = field.value.trim(), wanted = words(text);
    if (numbers && NUMBER.test(text)) return [{ title: field.dataset.numbers, note: text, numbers: text }];
    const ranked = choices().map(function (one) { one.rank = rank(one, wanted); return one; });
    return ranked.filter(function (one) { return one.rank >= 0; })
      .sort(function (a, b) { return a.rank - b.rank; }).slice(0, SHOWN);
  }

  function show() {
    options = found();
    list.replaceChildren(...options.map(function (one, place) {
      const item = document.createElement("li"), title = document.createElement("span"), note = document.createElement("span");
      title.textContent = one.title;
      note.textContent = one.note;
      note.className = "soft";
      item.id = "offered-" + place;
      item.setAttribute("role", "option");
      item.append(title, " ", note);
      return item;
    }));
    if (!options.length && field.value.trim()) {
      const none = document.createElement("li");
      none.textContent = field.dataset.none;
      none.className = "soft";
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      list.append(none);
    }
    list.hidden = !list.children.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    point(options.length && field.value.trim() ? 0 : -1);
  }

  function hide() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function point(place) {
    active = place;
    Array.from(list.children).forEach(function (item, at) { item.setAttribute("aria-selected", String(at === place)); });
    if (place < 0) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", "offered-" + place);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function take(one) {
    field.value = "";
    hide();
    if (one.numbers) {
      numbers.value = [numbers.value.trim(), one.numbers].filter(Boolean).join("\n");
      numbers.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      one.input.checked = true;
      one.input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    field.focus();
  }

  // People are looked for on the server, once somebody pauses; what it finds stands in #found.
  function ask() {
    clearTimeout(timer);
    const text = field.value.trim();
    if (text.length < 2 || NUMBER.test(text) || !button.hasAttribute("hx-post")) return;
    timer = setTimeout(function () { button.click(); }, 200);
  }

  field.addEventListener("input", function (event) {
    event.stopPropagation();  // it is no word of the message
    show();
    ask();
  });
  field.addEventListener("change", function (event) { event.stopPropagation(); });
  field.addEventListener("click", show);
  field.addEventListener("blur", function () {
    setTimeout(function () { if (document.activeElement !== field) hide(); }, 150);
  });
  field.addEventListener("keydown", function (event) {
    const last = options.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show();
      else point(event.key === "ArrowDown" ? (active < last ? active + 1 : 0) : (active > 0 ? active - 1 : last));
      if (active < 0 && options.length) point(0);
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();  // it searches only where no script is
      if (active >= 0 && options[active]) take(options[active]);
    } else if (event.key === "Escape") {
      hide();
    } else if (event.key === "Backspace" && !field.value) {
      const chips = document.querySelectorAll("#chips .take-out");
      if (chips.length) chips[chips.length - 1].focus();
    }
  });
  list.addEventListener("mousedown", function (event) {
    const item = event.target.closest("[role=option]"), place = Array.from(list.children).indexOf(item);
    event.preventDefault();
    if (options[place]) take(options[place]);
  });

  // Who was ticked while a search was asked stays so.
  let kept = [];
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.target.id !== "found") return;
    kept = Array.from(event.detail.target.querySelectorAll("input:checked"), function (one) { return one.closest("label"); });
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    const people = document.getElementById("found");
    if (!people || !browse.contains(event.detail.target) && event.detail.target.id !== "found") return;
    kept.forEach(function (label) {
      const there = document.getElementById(label.htmlFor);
      if (there) there.checked = true;
      else people.prepend(label);
    });
    kept = [];
    if (document.activeElement === field && field.value.trim()) show();
  });

  // A template is put in once it is chosen.
  document.addEventListener("change", function (event) {
    if (event.target.id === "template" && event.target.value) document.getElementById("insert").click();
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target.id !== "written") return;
    const blanks = Array.from(document.querySelectorAll("#blanks input"));
    (blanks.find(function (one) { return !one.value; }) || document.getElementById("text")).focus();
  });

  // A chip is taken out: its box is not ticked any more.
  document.addEventListener("click", function (event) {
    const chip = event.target.closest(".take-out");
    if (!chip) return;
    event.preventDefault();
    if (chip.value === "number:") numbers.value = "";
    form.querySelectorAll("input[name=audience]").forEach(function (input) { if (input.value === chip.value) input.checked = false; });
    chip.closest("li").remove();
    field.focus();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();

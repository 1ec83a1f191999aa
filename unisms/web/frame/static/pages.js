// What pages do better with a script; all of them work without it.
(function () {
  "use strict";

  // The summary of errors takes the focus, so that it is read out and its links are next.
  function focusProblems() {
    const problems = document.querySelector("[data-focus]");
    if (problems) problems.focus();
  }

  // On a phone the rubrics scroll sideways: that of this page is seen.
  const here = document.querySelector(".nav [aria-current]");
  if (here) here.parentNode.scrollLeft = here.offsetLeft - 24;

  // [data-insert="…"]: put a placeholder where the cursor is, or was last: in which of several texts, [data-fields].
  let lastText = null;
  document.addEventListener("focusin", function (event) {
    if (event.target.matches("textarea[data-fields]")) lastText = event.target;
  });
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    event.preventDefault();
    const isThere = lastText && lastText.isConnected && lastText.checkVisibility();
    const text = isThere ? lastText : document.getElementById(button.dataset.into);
    text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // One confirmation open at a time; Escape or a click elsewhere closes it.
  function closeOthers(kept) {
    document.querySelectorAll("details.ask[open]").forEach(function (ask) {
      if (ask !== kept) ask.open = false;
    });
  }
  document.addEventListener("click", function (event) {
    const cancel = event.target.closest("[data-close]"), ask = event.target.closest("details.ask");
    if (cancel) { event.preventDefault(); ask.querySelector("summary").focus(); }
    closeOthers(cancel ? null : ask);
  });
  document.addEventListener("toggle", function (event) {
    if (event.target.matches("details.ask[open]")) event.target.lastElementChild.scrollIntoView({ block: "nearest" });
  }, true);
  document.addEventListener("keydown", function (event) {
    const open = event.key === "Escape" && document.querySelector("details.ask[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  // A form is sent once: the second click of a double click is not a second order.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
    focusProblems();
  });

  // What is asked while somebody types goes where its form says, whichever button has the focus meanwhile: htmx would
  // follow that button's formaction, and put a whole page where a counter belongs.
  document.addEventListener("htmx:configRequest", function (event) {
    const own = event.detail.elt.getAttribute("hx-post");
    if (own) event.detail.path = own;
  });

  // form[data-go]: what was asked for before, and may now be done; once, and not when somebody comes back to the page.
  function go() {
    const form = document.querySelector("form[data-go]");
    if (form) form.requestSubmit(form.querySelector("button"));
  }
  document.addEventListener("htmx:afterSettle", go);
  window.addEventListener("pageshow", function (event) { if (!event.persisted) go(); });

  // Who goes back from the check of a new message changes its draft, and makes no second one: form[data-new] has an
  // entry in the history, and what has [data-draft] tells where the draft is that was made of it.
  document.addEventListener("submit", function (event) {
    if ("new" in event.target.dataset) sessionStorage.setItem("writing", history.state.writing || "");
  });
  window.addEventListener("pageshow", function () {
    const writing = sessionStorage.getItem("writing"), made = document.querySelector("[data-draft]");
    sessionStorage.removeItem("writing");
    if (writing && made) sessionStorage.setItem("draft " + writing, made.dataset.draft);
    if (!document.querySelector("form[data-new]")) return;
    const mine = history.state && history.state.writing, draft = mine && sessionStorage.getItem("draft " + mine);
    if (draft) location.replace(draft);
    else if (!mine) history.replaceState({ writing: crypto.getRandomValues(new Uint32Array(2)).join("") }, "");
  });

  // Who leaves a message of which something is not saved yet is asked first.
  const composed = document.getElementById("compose");
  document.addEventListener("input", function (event) {
    if (composed && event.target.form === composed) composed.dataset.typed = "";
  });
  window.addEventListener("beforeunload", function (event) {
    if (composed && "typed" in composed.dataset && !composed.dataset.sent) event.preventDefault();
  });

  // #saved: the draft saves itself. Its address brings it back; and when it could not be saved, that is told.
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.target.id === "saved") delete composed.dataset.typed;
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const saved = event.target;
    if (saved.id !== "saved") return;
    const kept = event.detail.successful && saved.querySelector("[data-saved]");
    if (kept) history.replaceState(history.state, "", kept.dataset.saved);
    else composed.dataset.typed = "";
    document.getElementById("unsaved").hidden = event.detail.successful || event.detail.xhr.status === 401;
  });

  // Who has signed in again goes on where they were: the page gets the token of the new session, and asks anew.
  document.addEventListener("htmx:afterSettle", function () {
    const renewed = document.querySelector("[data-token]");
    if (!renewed) return;
    document.querySelectorAll("[name=csrf_token]").forEach(function (field) { field.value = renewed.dataset.token; });
    const form = renewed.closest("form") || document.querySelector("form[hx-post]");
    delete renewed.dataset.token;
    if (form) (form.querySelector("textarea") || form).dispatchEvent(new Event("input", { bubbles: true }));
  });

  // A page that nobody looks at asks for news every 10 seconds instead of every two.
  const asked = new WeakMap();
  document.addEventListener("htmx:beforeRequest", function (event) {
    const element = event.target;
    if (!element.hasAttribute("data-poll")) return;
    if (document.hidden && Date.now() - (asked.get(element) || 0) < 10000) event.preventDefault();
    else asked.set(element, Date.now());
  });

  // News that says nothing new changes nothing; otherwise what was unfolded stays so.
  const last = {};
  let open = [];
  document.addEventListener("htmx:beforeSwap", function (event) {
    const target = event.detail.target;
    if (!target.querySelectorAll || !target.id) return;
    const text = event.detail.xhr.responseText;
    const says = event.detail.requestConfig.verb === "get" || event.detail.xhr.status === 401;
    if (says && last[target.id] === text) event.detail.shouldSwap = false;
    last[target.id] = text;
    open = Array.from(target.querySelectorAll("details[open][id]"), function (one) { return one.id; });
  });
  document.addEventListener("htmx:afterSwap", function () {
    open.forEach(function (id) { const one = document.getElementById(id); if (one) one.open = true; });
  });

  // A text that a button has changed is counted as if it had been typed.
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target.id !== "written") return;
    document.getElementById("text").dispatchEvent(new Event("input", { bubbles: true }));
  });

  // [data-filter="…"]: show only the choices that have the words that are typed, in any order.
  document.querySelectorAll("[data-filter]").forEach(function (field) {
    const list = document.getElementById(field.dataset.filter), none = list.querySelector(".none");
    const choices = Array.from(list.querySelectorAll(".choice"), function (choice) {
      return { choice: choice, words: words(choice.querySelector("span").firstChild.data) };
    });
    field.closest("[hidden]").hidden = false;
    field.addEventListener("input", function (event) {
      event.stopPropagation();
      const wanted = words(field.value);
      choices.forEach(function (one) {
        one.choice.hidden = !one.words.join("").includes(wanted.join("")) && !wanted.every(function (word) {
          return one.words.some(function (other) { return other.startsWith(word); });
        });
      });
      none.textContent = list.querySelector(".choice:not([hidden])") ? "" : none.dataset.none;
      list.scrollTop = 0;
    });
  });
  window.wordsOf = words;
  function words(text) {
    const plain = text.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").normalize("NFD");
    return plain.replace(/[\u0300-\u036f]/g, "").match(/[\p{L}\p{N}]+/gu) || [];
  }

  // [data-live]: what follows what is typed is shown where a script makes it follow.
  document.querySelectorAll("[data-live]").forEach(function (one) { one.hidden = false; });

  // Return in a search field searches, or goes to what is found; it never sends the form it stands in.
  document.addEventListener("keydown", function (event) {
    const field = event.key === "Enter" && event.target.closest("[data-enter], [data-filter]");
    if (!field) return;
    event.preventDefault();
    if (field.dataset.enter) document.getElementById(field.dataset.enter).click();
    else document.querySelector("#" + field.dataset.filter + " .choice:not([hidden]) input")?.focus();
  });

  // [data-colour="…"]: a picker beside the field that keeps the colour, and a button that shows it.
  document.querySelectorAll("[data-colour]").forEach(function (picker) {
    const field = document.getElementById(picker.dataset.colour);
    const sample = document.getElementById(picker.dataset.sample);
    function show() {
      if (!/^#[0-9a-f]{6}$/i.test(field.value)) return;
      picker.value = field.value;
      const light = [1, 3, 5].reduce(function (sum, at, place) {
        const share = parseInt(field.value.slice(at, at + 2), 16) / 255;
        return sum + [0.2126, 0.7152, 0.0722][place] * Math.pow(share, 2.2);
      }, 0);
      sample.style.setProperty("background", field.value);
      sample.style.setProperty("color", light > 0.18 ? "#000" : "#fff");
    }
    picker.hidden = sample.hidden = false;
    picker.addEventListener("input", function () { field.value = picker.value; show(); });
    field.addEventListener("input", show);
    show();
  });
})();

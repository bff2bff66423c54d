// The page is complete without this script: it only filters, searches, copies and moves about.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);

  const live = byId("live");
  const search = byId("search");
  const cards = all(".case");
  const groups = all(".group");
  const texts = new Map();
  const say = (text) => {
    live.textContent = text;
  };

  // What the reader chose on this machine; storage may be forbidden.
  const KEY = "harness-report";
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) || "{}") || {};
  } catch {
    kept = {};
  }
  const keep = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // The choice then lasts as long as the page.
    }
  };

  // The state stands in the address, so that a filtered view can be sent as a link.
  const START = { f: "all", q: "", v: "inline" };
  const state = { ...START };
  const readAddress = () => {
    const hash = location.hash.slice(1);
    if (/^(case|g)-/.test(hash)) return hash;
    const parameters = new URLSearchParams(hash);
    for (const name of Object.keys(START)) {
      if (parameters.has(name)) state[name] = parameters.get(name);
    }
    return parameters.get("case") || "";
  };
  const writeAddress = (card) => {
    const parameters = new URLSearchParams();
    for (const name of Object.keys(START)) {
      if (state[name] !== START[name]) parameters.set(name, state[name]);
    }
    if (card) parameters.set("case", card);
    try {
      history.replaceState(null, "", "#" + parameters);
    } catch {
      // Some viewers forbid it; the filter works all the same.
    }
  };

  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, card.textContent.toLowerCase());
    return texts.get(card);
  };

  const draw = () => {
    const wanted = state.q.trim().toLowerCase();
    let shown = 0;
    for (const card of cards) {
      const fits =
        (state.f === "all" || card.dataset.status === state.f) &&
        (!wanted || textOf(card).includes(wanted));
      card.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    for (const group of groups) {
      const found = group.querySelector(".case:not([hidden])") !== null;
      group.hidden = !found;
      if (group.tagName === "DETAILS" && found && (wanted || state.f !== "all")) group.open = true;
    }
    byId("nothing").hidden = shown > 0 || cards.length === 0;
    byId("shown").textContent =
      shown.toLocaleString("en") + " of " + cards.length.toLocaleString("en") + " questions";
    for (const button of all("[data-filter]")) {
      button.setAttribute("aria-pressed", String(button.dataset.filter === state.f));
    }
  };

  // Side by side: two copies of the marked text, each without the other's words.
  const copyOf = (text, name, without) => {
    const copy = text.cloneNode(true);
    for (const piece of all(without, copy)) piece.remove();
    const heading = document.createElement("h5");
    heading.textContent = name;
    copy.prepend(heading);
    return copy;
  };
  const layOut = (answer) => {
    const text = answer.querySelector(":scope > .diff");
    let split = answer.querySelector(":scope > .split");
    if (state.v === "split" && !split) {
      split = document.createElement("div");
      split.className = "split";
      split.append(copyOf(text, "Before", "ins"), copyOf(text, "After", "del"));
      text.after(split);
    }
    text.hidden = state.v === "split";
    if (split) split.hidden = state.v !== "split";
  };
  const layOutOpen = () => {
    for (const answer of all(".case[open] .ans")) layOut(answer);
    for (const button of all("[data-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === state.v));
    }
  };

  const filterBy = (status) => {
    state.f = status;
    draw();
    writeAddress();
  };
  const showAs = (view) => {
    state.v = view;
    layOutOpen();
    writeAddress();
  };
  const showLinked = (id) => {
    const target = byId(id);
    if (!target) return;
    if (target.hidden || target.closest(".group[hidden]")) {
      Object.assign(state, START);
      search.value = "";
      draw();
    }
    const group = target.closest("details.group");
    if (group) group.open = true;
    if (target.classList.contains("case")) {
      target.open = true;
      target.firstElementChild.focus({ preventScroll: true });
    }
    target.scrollIntoView();
  };

  const copyText = (text) => {
    const done = () => say("Link copied");
    if (navigator.clipboard && isSecureContext) {
      navigator.clipboard.writeText(text).then(done, () => say("Copying is not allowed here"));
      return;
    }
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    done();
  };

  const isDark = () =>
    root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;

  addEventListener("click", (event) => {
    const pressed = event.target.closest("button, a");
    if (!pressed) return;
    const { filter, view, copy, show } = pressed.dataset;
    if (filter) filterBy(filter);
    else if (view) showAs(view);
    else if (copy) copyText(location.href.split("#")[0] + "#" + copy);
    else if (show && state.f !== "all") filterBy("all");
  });
  byId("theme").addEventListener("click", () => {
    kept.theme = isDark() ? "light" : "dark";
    root.dataset.theme = kept.theme;
    keep();
  });
  const printing = byId("print");
  if (printing) printing.addEventListener("click", () => print());
  byId("help-open").addEventListener("click", () => byId("help").showModal());
  byId("help-close").addEventListener("click", () => byId("help").close());
  byId("nokeys").checked = Boolean(kept.nokeys);
  byId("nokeys").addEventListener("change", (event) => {
    kept.nokeys = event.target.checked;
    keep();
  });
  search.addEventListener("input", () => {
    state.q = search.value;
    draw();
    writeAddress();
  });
  byId("cases").addEventListener(
    "toggle",
    (event) => {
      if (!event.target.open || !event.target.classList.contains("case")) return;
      for (const answer of all(".ans", event.target)) layOut(answer);
    },
    true,
  );

  const move = (step) => {
    const visible = cards.filter((card) => !card.hidden && !card.closest("details.group:not([open])"));
    const here = document.activeElement ? document.activeElement.closest(".case") : null;
    const next = here ? visible.indexOf(here) + step : 0;
    const card = visible[Math.max(0, Math.min(visible.length - 1, next))];
    if (!card) return;
    card.firstElementChild.focus();
    card.firstElementChild.scrollIntoView({ block: "center" });
  };
  const nextFilter = () => {
    const names = all("[data-filter]").map((button) => button.dataset.filter);
    filterBy(names[(names.indexOf(state.f) + 1) % names.length]);
    say("Showing " + byId("shown").textContent);
  };
  const KEYS = new Map([
    ["j", () => move(1)],
    ["k", () => move(-1)],
    ["f", nextFilter],
    ["d", () => showAs(state.v === "split" ? "inline" : "split")],
    ["/", () => search.focus()],
    ["?", () => byId("help").showModal()],
  ]);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || kept.nokeys) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const act = KEYS.get(event.key);
    if (!act || byId("help").open) return;
    event.preventDefault();
    act();
  });

  // Browsers that cannot open closed cards by style sheet get them opened for printing.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all(".case.worse:not([open]), .case.error:not([open])");
    for (const card of opened) card.open = true;
  });
  addEventListener("afterprint", () => {
    for (const card of opened) card.open = false;
  });
  const follow = () => {
    const id = readAddress();
    search.value = state.q;
    draw();
    layOutOpen();
    if (id) showLinked(id);
  };
  addEventListener("hashchange", follow);

  if (kept.theme === "dark" || kept.theme === "light") root.dataset.theme = kept.theme;
  for (const element of all(".js")) element.hidden = false;
  follow();
  root.dataset.ready = "yes";
})();

// The page is complete without this script: it filters, searches, sorts, copies and moves about.
(() => {
  "use strict";
  const { make } = packedCards;
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);

  const main = document.querySelector("main");
  const live = byId("live");
  const search = byId("search");
  const topic = byId("topic");
  const sort = byId("sort");
  const list = byId("list");
  const more = byId("more");
  const chip = byId("chip");
  const FIRST = 60;
  const STEP = 200;
  const PRINTED = 500;
  const say = (text) => {
    live.textContent = text;
  };
  const counted = (number) => number.toLocaleString("en");

  // What the reader chose and noted on this machine; storage may be forbidden.
  const load = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key) || "{}") || {};
    } catch {
      return {};
    }
  };
  const keep = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // It then lasts as long as the page.
    }
  };
  const CHOSEN = "harness-report";
  const REVIEWED = "harness-report " + main.dataset.key;
  const chosen = load(CHOSEN);
  const reviewed = new Set(Object.keys(load(REVIEWED)));

  const topics = [...topic.options].map((option) => option.textContent).slice(1);
  const topicsOf = (places) => places.filter((place) => place < topics.length).map((place) => topics[place]);

  // Rows: the cards that stand in the page, then those that are packed in it.
  const rows = all(".case").map((element) => ({
    element,
    anchor: element.id,
    place: Number(element.dataset.place),
    status: element.dataset.status,
    tags: topicsOf(element.dataset.tags.split(" ").filter(Boolean).map(Number)),
    change: "change" in element.dataset ? Number(element.dataset.change) : null,
    look: "look" in element.dataset,
    passage: element.dataset.passage || "",
    id: element.querySelector(".id").textContent,
    text: null,
  }));
  const headings = new Map(
    all(".group").map((group) => [group.id, [group.dataset.status, "look" in group.dataset, group.dataset.title]]),
  );
  const page = { narrow: "narrow" in list.dataset, single: main.classList.contains("single"), settings: [] };
  const total = Number(list.dataset.questions);
  const unpacking = async () => {
    const packed = byId("packed");
    if (!packed) return;
    try {
      const data = await packedCards.unpack(packed);
      page.settings = data.settings;
      for (const row of data.cards) {
        const card = packedCards.read(row, data.tags);
        const { anchor, place, status, change, look, passage, id } = card;
        const tags = topicsOf(card.topics);
        rows.push({ card, element: null, anchor, place, status, tags, change, look, passage, id, text: null });
      }
    } catch {
      byId("shown").textContent = "This browser is too old to list all questions.";
    }
    packed.remove();
  };
  const elementOf = (row) => (row.element ??= packedCards.draw(row.card, page));
  const textOf = (row) =>
    (row.text ??= (row.card ? packedCards.textOf(row.card) : row.element.textContent).toLowerCase());

  // The state stands in the address, so that a filtered view can be sent as a link.
  const START = { f: list.dataset.start, q: "", t: "", s: "worst", v: "inline", p: "" };
  const state = { ...START };
  const readAddress = () => {
    const hash = location.hash.slice(1);
    Object.assign(state, START);
    if (hash && !hash.includes("=")) return hash;
    const parameters = new URLSearchParams(hash);
    for (const name of Object.keys(START)) {
      if (parameters.has(name)) state[name] = parameters.get(name);
    }
    const open = parameters.get("case");
    return open ? "case-" + open : "";
  };
  const writeAddress = (anchor) => {
    const parameters = new URLSearchParams();
    for (const name of Object.keys(START)) {
      if (state[name] !== START[name]) parameters.set(name, state[name]);
    }
    if (anchor) parameters.set("case", anchor.replace(/^case-/, ""));
    try {
      history.replaceState(null, "", "#" + parameters);
    } catch {
      // Some viewers forbid it; the filter works all the same.
    }
  };

  const changed = (row) => row.status !== "same" || row.look;
  const fits = (row, wanted) =>
    (state.f === "all" || (state.f === "changed" ? changed(row) : row.status === state.f)) &&
    (!state.t || row.tags.includes(state.t)) &&
    (!state.p || (state.p === "none" ? !row.passage : row.passage === state.p)) &&
    (!wanted || textOf(row).includes(wanted));
  const moved = (row) => (row.change === null ? -2 : row.change);
  const byName = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  const firstTag = (row) => row.tags[0] || "\uffff";
  const SORTS = new Map([
    ["worst", (a, b) => a.place - b.place],
    ["best", (a, b) => moved(b) - moved(a) || a.place - b.place],
    ["topic", (a, b) => (firstTag(a) < firstTag(b) ? -1 : firstTag(a) > firstTag(b) ? 1 : a.place - b.place)],
    ["name", byName],
  ]);
  let found = [];
  let limit = FIRST;
  const groupOf = (row) => (row.look && row.status === "same" ? "g-look" : "g-" + row.status);
  const headingOf = (group, number) => {
    const [status, , title] = headings.get(group) || ["same", false, ""];
    const heading = make("h3", "sub c-" + status, title + " ");
    heading.id = group;
    heading.append(make("span", "muted small", counted(number) + (number === 1 ? " question" : " questions")));
    return heading;
  };
  const fill = () => {
    const drawn = document.createDocumentFragment();
    const numbers = new Map();
    for (const row of found) numbers.set(groupOf(row), (numbers.get(groupOf(row)) || 0) + 1);
    let last = "";
    for (const row of found.slice(0, limit)) {
      const group = groupOf(row);
      if (state.s === "worst" && group !== last) drawn.append(headingOf(group, numbers.get(group)));
      last = group;
      drawn.append(elementOf(row));
    }
    list.replaceChildren(drawn);
  };
  const draw = () => {
    const focused = document.activeElement;
    const wanted = state.q.trim().toLowerCase();
    found = rows.filter((row) => fits(row, wanted));
    found.sort(SORTS.get(state.s) || SORTS.get("worst"));
    fill();
    const left = found.length - limit;
    more.hidden = left <= 0;
    more.firstElementChild.textContent = `Show ${Math.min(STEP, left)} more (${counted(left)} left)`;
    byId("nothing").hidden = found.length > 0 || total === 0;
    const done = rows.filter((row) => reviewed.has(row.anchor)).length;
    byId("shown").textContent =
      `${counted(found.length)} of ${counted(total)} questions` + (done ? `, ${counted(done)} reviewed` : "");
    for (const button of all("[data-filter]")) {
      button.setAttribute("aria-pressed", String(button.dataset.filter === state.f));
    }
    chip.hidden = !state.p;
    layOutOpen();
    if (focused && focused !== document.activeElement && focused.isConnected) {
      focused.focus({ preventScroll: true });
    }
  };
  const redraw = () => {
    limit = FIRST;
    draw();
    writeAddress();
  };
  const choose = (changes) => {
    Object.assign(state, changes);
    search.value = state.q;
    topic.selectedIndex = topics.indexOf(state.t) + 1;
    sort.value = state.s;
    redraw();
  };

  // Side by side: two copies of the marked text, each without the other's words.
  const copyOf = (text, name, without) => {
    const copy = text.cloneNode(true);
    copy.hidden = false;
    for (const piece of all(without, copy)) piece.remove();
    copy.prepend(make("h5", "", name));
    return copy;
  };
  const layOut = (answer) => {
    const text = answer.querySelector(":scope > .diff");
    let split = answer.querySelector(":scope > .split");
    if (state.v === "split" && !split) {
      split = make("div", "split", copyOf(text, "Before", "ins"), copyOf(text, "After", "del"));
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
  const showAs = (view) => {
    state.v = view;
    layOutOpen();
    writeAddress();
  };

  // A link to an answer, a group or a section; what a filter hides is brought back.
  const showCase = (row) => {
    if (!found.includes(row)) {
      Object.assign(state, START, { f: changed(row) ? START.f : "all", v: state.v });
      search.value = "";
      topic.selectedIndex = 0;
      sort.value = state.s;
      limit = FIRST;
      draw();
    }
    limit = Math.max(limit, found.indexOf(row) + 1);
    if (!elementOf(row).isConnected) draw();
    row.element.open = true;
    row.element.firstElementChild.focus({ preventScroll: true });
    row.element.scrollIntoView();
  };
  const showLinked = (id) => {
    const row = rows.find((each) => each.anchor === id);
    if (row) {
      showCase(row);
      return;
    }
    const group = headings.get(id);
    if (group && !byId(id)) {
      const [status, look] = group;
      choose({ ...START, f: look ? START.f : status, v: state.v });
    }
    const target = byId(id);
    if (!target) return;
    const folded = [target.querySelector("details.change"), target.closest("details")];
    for (const fold of folded.filter(Boolean)) fold.open = true;
    target.scrollIntoView();
  };

  // Copying: links, and Markdown in which what strangers wrote stays text.
  const copyText = (text, what) => {
    const done = () => say(what + " copied");
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
  const longest = (text) => Math.max(0, ...(text.match(/`+/g) || []).map((run) => run.length));
  const fenced = (text) => {
    const fence = "`".repeat(Math.max(3, longest(text) + 1));
    return fence + "text\n" + text + "\n" + fence;
  };
  const inCode = (text) => {
    const line = text.replace(/\s+/g, " ").trim().replaceAll("|", "\\|");
    const tick = "`".repeat(longest(line) + 1);
    return line ? `${tick} ${line} ${tick}` : "";
  };
  const textOfSide = (diff, without) => {
    const copy = diff.cloneNode(true);
    for (const piece of all(without + ", h5", copy)) piece.remove();
    return copy.textContent;
  };
  const issueOf = (card) => {
    const said = (selector) => card.querySelector(selector)?.textContent.trim() || "";
    const lines = [
      `**${said(".stt span")}:** ${inCode(said(".id"))}, score ${said(".sc")}`, "",
      "Question:", fenced(said(".q")), "", inCode(said(".why")), "",
    ];
    for (const answer of all(".body .stack:first-of-type > div:not(.turn)", card)) {
      const diff = answer.querySelector(":scope > .diff, :scope > .split > .diff");
      if (!diff) continue;
      if (answer.classList.contains("ans")) {
        lines.push("Answer before:", fenced(textOfSide(diff, "ins")), "");
        lines.push("Answer after:", fenced(textOfSide(diff, "del")), "");
      } else {
        lines.push(answer.firstElementChild.textContent + ":");
        for (const text of all(".diff", answer)) lines.push(fenced(textOfSide(text, "x")), "");
      }
    }
    for (const word of all(".kw .lost", card)) lines.push("- keyword: " + inCode(word.textContent));
    return lines.join("\n");
  };
  const summaryOf = () => {
    const lines = ["### " + inCode(document.querySelector("h1").textContent), ""];
    for (const sentence of all(".lead, .lead ~ .more-lead")) lines.push(inCode(sentence.textContent), "");
    const table = all(".rules tr").map((line) => [...line.cells].map((cell) => inCode(cell.textContent)));
    if (table.length) {
      lines.push("| " + table[0].join(" | ") + " |", "|:--|--:|--:|:--|");
      for (const cells of table.slice(1)) lines.push("| " + cells.join(" | ") + " |");
      lines.push("");
    }
    lines.push(all(".cbar li a").map((count) => count.textContent.replace(/\s+/g, " ").trim()).join(" · "));
    return lines.join("\n");
  };
  const copy = (what, card) => {
    if (what === "summary") copyText(summaryOf(), "Summary");
    else if (what === "issue") copyText(issueOf(card), "Issue");
    else copyText(location.href.split("#")[0] + "#" + card.id, "Link");
  };

  const note = (box) => {
    const anchor = box.closest(".case").id;
    if (box.checked) reviewed.add(anchor);
    else reviewed.delete(anchor);
    keep(REVIEWED, Object.fromEntries([...reviewed].map((each) => [each, 1])));
    mark(box.closest(".case"));
    draw();
  };
  const mark = (card) => {
    const box = card.querySelector("[data-reviewed]");
    if (box) box.checked = reviewed.has(card.id);
    card.classList.toggle("seen", reviewed.has(card.id));
  };
  const button = (text, what) => {
    const made = make("button", "btn", text);
    made.type = "button";
    made.dataset.copy = what;
    return made;
  };
  const footOf = () => {
    const box = make("input");
    box.type = "checkbox";
    box.dataset.reviewed = "";
    const label = make("label", "small", box, " Reviewed");
    return make("div", "foot", label, button("Copy link", "link"), button("Copy as issue", "issue"));
  };
  const attend = (card) => {
    for (const answer of all(".ans", card)) layOut(answer);
    mark(card);
  };

  const isDark = () =>
    root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;

  addEventListener("click", (event) => {
    const pressed = event.target.closest("button, a");
    if (!pressed) return;
    const { filter, view, show, passage, of } = pressed.dataset;
    if (filter) choose({ f: filter });
    else if (view) showAs(view);
    else if (pressed.dataset.copy) copy(pressed.dataset.copy, pressed.closest(".case"));
    else if (passage || show) {
      event.preventDefault();
      choose({ ...START, v: state.v, f: show || of, p: passage || "" });
      byId("cases").scrollIntoView();
    }
  });
  chip.addEventListener("click", () => choose({ p: "" }));
  more.firstElementChild.addEventListener("click", () => {
    limit += STEP;
    draw();
  });
  byId("theme").addEventListener("click", () => {
    chosen.theme = isDark() ? "light" : "dark";
    root.dataset.theme = chosen.theme;
    keep(CHOSEN, chosen);
  });
  byId("print").addEventListener("click", () => print());
  byId("help-open").addEventListener("click", () => byId("help").showModal());
  byId("help-close").addEventListener("click", () => byId("help").close());
  byId("nokeys").checked = Boolean(chosen.nokeys);
  byId("nokeys").addEventListener("change", (event) => {
    chosen.nokeys = event.target.checked;
    keep(CHOSEN, chosen);
  });
  search.addEventListener("input", () => choose({ q: search.value }));
  topic.addEventListener("change", () => choose({ t: topics[topic.selectedIndex - 1] || "" }));
  sort.addEventListener("change", () => choose({ s: sort.value }));
  list.addEventListener("change", (event) => {
    if ("reviewed" in event.target.dataset) note(event.target);
  });
  list.addEventListener(
    "toggle",
    (event) => {
      const card = event.target;
      if (!card.open || !card.classList.contains("case")) return;
      attend(card);
      if (document.activeElement === card.firstElementChild) writeAddress(card.id);
    },
    true,
  );

  const move = (step) => {
    const visible = all(".case", list);
    const here = document.activeElement ? document.activeElement.closest(".case") : null;
    const next = here ? visible.indexOf(here) + step : 0;
    if (next >= visible.length && !more.hidden) {
      limit += STEP;
      draw();
      move(step);
      return;
    }
    const card = visible[Math.max(0, Math.min(visible.length - 1, next))];
    if (!card) return;
    card.firstElementChild.focus();
    card.firstElementChild.scrollIntoView({ block: "center" });
  };
  const nextFilter = () => {
    const names = all("[data-filter]").map((each) => each.dataset.filter);
    choose({ f: names[(names.indexOf(state.f) + 1) % names.length] });
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
    if (event.ctrlKey || event.metaKey || event.altKey || chosen.nokeys) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const act = KEYS.get(event.key);
    if (!act || byId("help").open) return;
    event.preventDefault();
    act();
  });

  // On paper stands more than on the screen, and what is worse stands open.
  let opened = [];
  addEventListener("beforeprint", () => {
    limit = Math.max(limit, PRINTED);
    draw();
    opened = all(".case.worse:not([open]), .case.error:not([open])");
    for (const card of opened) card.open = true;
  });
  addEventListener("afterprint", () => {
    for (const card of opened) card.open = false;
    limit = FIRST;
    draw();
  });
  const follow = () => {
    const id = readAddress();
    search.value = state.q;
    topic.selectedIndex = topics.indexOf(state.t) + 1;
    sort.value = state.s;
    limit = FIRST;
    draw();
    if (id) showLinked(id);
  };
  const start = () => {
    page.short = (status) => document.querySelector(`[data-filter="${status}"]`)?.textContent || status;
    page.foot = footOf();
    page.opened = attend;
    for (const row of rows) if (row.element) mark(row.element);
    for (const element of all(".js")) element.hidden = false;
    follow();
    addEventListener("hashchange", follow);
    root.dataset.ready = "yes";
  };

  if (chosen.theme === "dark" || chosen.theme === "light") root.dataset.theme = chosen.theme;
  unpacking().then(start);
})();

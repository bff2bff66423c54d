// Draws the cards that are packed in the page; it makes elements and text, never markup.
const packedCards = (() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";

  // The same characters that `clean.py` names: they hide, steer or break.
  const HIDDEN =
    /([\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Noncharacter_Code_Point})\1*|(?<=\p{M}{6})\p{M}+/gu;
  const COUNTED_FROM = 4;
  const codePoint = (char) => "U+" + char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
  const namesOf = (run) => {
    const chars = [...run];
    if (chars.length < COUNTED_FROM) return chars.map(codePoint);
    const count = chars.length.toLocaleString("en");
    return [new Set(chars).size > 1 ? count + " accents" : codePoint(chars[0]) + " × " + count];
  };

  const make = (name, css, ...inside) => {
    const element = document.createElement(name);
    if (css) element.className = css;
    element.append(...inside.filter((part) => part !== null && part !== undefined));
    return element;
  };
  const show = (element, text) => {
    const clean = text.replaceAll("\r\n", "\n");
    let end = 0;
    for (const found of clean.matchAll(HIDDEN)) {
      element.append(clean.slice(end, found.index));
      for (const name of namesOf(found[0])) element.append(make("span", "hex", name));
      end = found.index + found[0].length;
    }
    element.append(clean.slice(end));
    return element;
  };
  const written = (name, css, text) => {
    const element = show(make(name, css), text);
    element.dir = "auto";
    return element;
  };

  const LONG = 3000;
  const box = (css, characters) => {
    const element = make("div", characters > LONG ? css + " long" : css);
    if (characters > LONG) element.tabIndex = 0;
    element.dir = "auto";
    return element;
  };

  const score = (value) => (value === null ? "none" : value.toFixed(2));
  const signed = (value, digits) => {
    const text = Math.abs(value).toFixed(digits);
    return Number(text) === 0 ? text : (value < 0 ? "−" : "+") + text;
  };

  // One packed card, in the order of `packing.py`.
  const read = (row, names) => {
    const [place, anchor, status, id, question, topics, flags, before, after] = row;
    const tags = topics.map((topic) => names[topic]);
    const [reason, note, samples, turns, keywords, scores, failures, accept, passage, meant] = row.slice(9);
    const change = before === null || after === null ? null : after - before;
    return {
      place, anchor, status, id, question, topics, tags, before, after, change, reason, note, samples,
      turns, keywords, scores, failures, accept, passage, meant,
      mustNotBreak: (flags & 1) > 0,
      look: (flags & 2) > 0,
    };
  };
  const textOf = (card) => {
    const answers = card.turns.map(([question, , , said]) => question + " " + said.flat().join(" "));
    return [card.id, card.tags.join(" "), card.question, ...answers, card.keywords.join(" ")].join(" ");
  };

  const iconOf = (status) => {
    const drawn = document.querySelector(".cbar a[data-show='" + status + "'] svg");
    return drawn ? drawn.cloneNode(true) : null;
  };
  const tally = (letters) => {
    const count = (letter) => letters.split(letter).length - 1;
    if (!letters) return "not asked";
    const missing = count("e") ? ", " + count("e") + " missing" : "";
    return count("p") + " of " + letters.length + missing;
  };

  // The strip of marks: filled passes, hollow fails, a cross is missing.
  const strip = (samples, narrow) => {
    const rows = [["before", 1], ["after", 2]].filter(([, side]) => samples.some((s) => s[side]));
    const widths = samples.map((s) => Math.max(s[1].length, s[2].length));
    const total = widths.reduce((sum, width) => sum + width, 0);
    const pitch = Math.min(9, (180 - 6 * (widths.length - 1)) / Math.max(1, total));
    const drawn = document.createElementNS(SVG, "svg");
    const attributes = (element, values) => {
      for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
      return element;
    };
    const said = rows.map(([name, side]) => (rows.length > 1 ? name : "samples") + ": " + tally(samples.map((s) => s[side]).join("")));
    attributes(drawn, {
      class: "strip", width: narrow ? 140 : 232, height: 17 * rows.length, role: "img",
      "aria-label": said.join("; "),
    });
    const paths = { p: "", f: "", e: "" };
    rows.forEach(([name, side], line) => {
      const label = attributes(document.createElementNS(SVG, "text"), { x: 0, y: 12 + 17 * line });
      label.textContent = name;
      if (rows.length > 1) drawn.append(label);
      const top = 2 + 17 * line;
      let left = 52;
      samples.forEach((setting, number) => {
        [...setting[side]].forEach((letter, place) => {
          const x = left + place * pitch;
          const wide = pitch - 1.4;
          if (letter === "p") paths.p += `M${x + wide / 2} ${top}v10`;
          else if (letter === "f") paths.f += `M${x + 0.7} ${top + 0.7}h${wide - 1.4}v8.6h-${wide - 1.4}z`;
          else paths.e += `M${x + 0.7} ${top + 1.5}l${wide - 1.4} 7m0-7l-${wide - 1.4} 7`;
        });
        left += widths[number] * pitch + 6;
      });
    });
    const lines = { p: ["s-better", pitch - 1.4], f: ["s-worse", 1.4], e: ["s-error", 1.8] };
    for (const [letter, path] of Object.entries(paths)) {
      const [css, width] = lines[letter];
      const shape = { d: path, fill: "none", class: css, "stroke-width": width };
      if (path && pitch >= 3.5) drawn.append(attributes(document.createElementNS(SVG, "path"), shape));
    }
    return drawn;
  };

  const summary = (card, page) => {
    const stt = make("span", "stt c-" + card.status, iconOf(card.status), make("span", "", page.short(card.status)));
    const meta = make("span", "meta", show(make("span", "id"), card.id));
    for (const tag of card.tags) show(meta, " · " + tag);
    if (card.mustNotBreak) meta.append(" · ", make("b", "", "must not break"));
    if (card.meant) meta.append(" · change meant");
    if (card.look) meta.append(" · ", make("b", "c-look", "! look at this"));
    const what = make("span", "what", written("span", "q", card.question), meta);
    const scores = (page.single ? "" : score(card.before) + " → ") + score(card.after);
    const head = make("summary", "", stt, what, strip(card.samples, page.narrow), make("span", "sc", scores));
    if (!page.single) {
      const moved = card.change === null ? "no score" : signed(card.change, 2);
      head.append(make("span", "dl c-" + card.status, moved));
    }
    head.append(make("span", "chev"));
    return head;
  };

  const PIECES = [null, "del", "ins"];
  const marked = (pieces, kind) => {
    const characters = pieces.reduce((sum, [, text]) => sum + text.length, 0);
    const diff = box(kind === "light" ? "diff light" : "diff", characters);
    for (const [piece, text] of pieces) {
      if (PIECES[piece]) diff.append(show(make(PIECES[piece]), text));
      else show(diff, text);
    }
    return diff;
  };
  const answer = ([, note, kind, said], more, single) => {
    const words = (note + " " + more).trim();
    const titled = (title, css, ...inside) =>
      make("div", css, make("h4", "", title), words ? make("p", "note", words) : null, ...inside);
    if (kind === "same") {
      return titled("Answer, the same before and after", "", show(box("diff", said[0].length), said[0]));
    }
    if (kind === "rewritten") {
      const sides = ["Before", "After"].map((name, side) => {
        const text = box("diff", said[side].length);
        text.append(make("h5", "", name));
        return show(text, said[side]);
      });
      return titled("Answer, before and after", "", make("div", "split", ...sides));
    }
    if (kind !== "one") return titled("Answer, word by word", "ans", marked(said, kind));
    const [before, after] = said;
    if (after !== null) {
      const title = single ? "Answer" : "Answer after; there is none before";
      return titled(title, "", show(box("diff", after.length), after));
    }
    if (before === null) return make("p", "note", "There is no answer to show.");
    return titled("Answer before; there is none after", "", show(box("diff", before.length), before));
  };

  const FATES = {
    lost: ["✕", "", "lost", "lost"],
    said: ["✕", "must not say: ", "says it", "lost"],
    kept: ["✓", "", "kept", ""],
    gained: ["＋", "", "gained", "won"],
    gone: ["✓", "no longer says: ", "gone", "won"],
    missing: ["–", "", "missing", ""],
  };
  const keywords = (found) => {
    const list = make("ul", "kw");
    for (const [fate, word] of found) {
      const [symbol, lead, said, css] = FATES[fate];
      const sign = make("span", "", symbol);
      sign.setAttribute("aria-hidden", "true");
      list.append(make("li", css, sign, " ", written("span", "", lead + word), " ", make("span", "vh", said)));
    }
    return make("div", "", make("h4", "", "Keywords"), list);
  };
  const table = (title, heads, rows) => {
    const cells = (names, tag) => names.map((name, place) => make(tag, place ? "num" : "", name));
    const body = make("tbody");
    for (const [name, ...values] of rows) {
      const head = show(make("th"), name);
      head.scope = "row";
      body.append(make("tr", "", head, ...values.map((value) => make("td", "num", value))));
    }
    const top = make("thead", "", make("tr", "", ...cells(heads, "th")));
    return make("div", "", make("h4", "", title), make("table", "mini", top, body));
  };

  const body = (card, page) => {
    const stack = make("div", "stack");
    if (card.failures.length) {
      const list = make("ul", "err");
      for (const [when, message, times] of card.failures) {
        const lead = (page.single ? "" : when + ", ") + times + (times === 1 ? " sample: " : " samples: ");
        list.append(make("li", "", make("b", "", lead), written("span", "", message)));
      }
      stack.append(make("div", "", make("h4", "", "Why answers are missing"), list));
    }
    card.turns.forEach((turn, place) => {
      if (card.turns.length > 1) {
        const title = "Turn " + (place + 1) + " of " + card.turns.length + ": asked";
        stack.append(make("div", "turn", make("h4", "", title), written("p", "ask", turn[0])));
      }
      stack.append(answer(turn, place === card.turns.length - 1 ? card.note : "", page.single));
    });
    if (card.keywords.length) stack.append(keywords(card.keywords));
    const side = make("div", "stack");
    const known = card.scores.map(([name, before, after]) =>
      page.single ? [name, score(after)] : [name, score(before), score(after)]);
    const heads = page.single ? ["Score"] : ["Before", "After"];
    if (known.length) side.append(table("Scores", ["Scorer", ...heads], known));
    const asked = card.samples.map(([setting, before, after]) =>
      page.single
        ? [page.settings[setting], tally(after)]
        : [page.settings[setting], tally(before), tally(after)]);
    if (asked.length) side.append(table("Samples that pass", ["Setting", ...heads], asked));
    const why = card.meant ? card.reason + " A change is meant here: " + card.meant + "." : card.reason;
    const inside = make("div", "body", show(make("p", "why"), why), stack, side);
    const place = card.passage && document.getElementById(card.passage);
    if (place) {
      const link = make("a", "", place.querySelector("summary").textContent);
      link.href = "#" + card.passage;
      const words = make("p", "note", "The answer draws on a passage that changed: ", link);
      inside.append(make("div", "src", make("h4", "", "Training text behind this answer"), words));
    }
    return inside;
  };
  const foot = (card, page) => {
    const line = page.foot.cloneNode(true);
    if (card.accept) show(line.appendChild(make("code")), card.accept);
    return line;
  };

  // The body of a card is made when it is first opened.
  const draw = (card, page) => {
    const element = make("details", "case " + card.status, summary(card, page));
    element.id = card.anchor;
    element.addEventListener(
      "toggle",
      () => {
        const inside = body(card, page);
        inside.append(foot(card, page));
        element.append(inside);
        page.opened(element);
      },
      { once: true },
    );
    return element;
  };

  const unpack = async (element) => {
    const bytes = Uint8Array.from(atob(element.textContent.trim()), (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  };
  return { draw, make, read, textOf, unpack };
})();

// Saves a draft field by field while it is written: on leaving a field, every 20 seconds and when the page is left, one save
// at a time. What is not saved stays in the page and is sent again. Without this script a form is saved by its buttons.

const EVERY_MS = 20_000;
const PATIENCE_MS = 30_000;
const OUTLIVES_BYTES = 60_000; // of 64 KiB, above which browsers refuse a request that is to outlive its page

document.querySelectorAll("form[data-autosave]").forEach((form) => {
  const live = form.querySelector("[data-autosave-said]");
  const words = (name) => form.querySelector(`[data-says=${name}]`).content.cloneNode(true);
  const signIn = words("ended").querySelector("a").href;
  const hidden = (name) => form.elements.namedItem(name);
  const known = { report: hidden("report").value, opened_on: hidden("opened_on").value };
  const conflicts = new Map(); // by name: the notice with both versions
  let saving = null; // the save under way
  let waits = false; // whether another is to follow it
  let trouble = ""; // why the last one failed: lost, ended or refused
  let tried = ""; // what the last one sent
  let wrong = [...form.querySelectorAll("[aria-invalid=true]")].map(({ name }) => name); // what the page, or a save, could not read
  let complaints = []; // those of them that a save said
  let isSent = false; // by a button

  // What the fields say, by name; as saved where nothing else is known

  const controls = (name) => [...form.elements].filter((one) =>
    (name ? one.name === name : one.name && one.type !== "hidden" && one.type !== "submit")
    && !one.disabled && !one.closest("[data-not-by-itself]"));
  const typed = () => {
    const data = new FormData(form);
    return new Map(controls().map(({ name }) => [name, data.getAll(name).filter((value) => value !== "")]));
  };
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const base = typed();
  Object.entries(JSON.parse(form.dataset.saved ?? "{}")).forEach(([name, values]) => base.has(name) && base.set(name, values));
  const rowOf = (name) => name.slice(0, Math.max(name.lastIndexOf("-"), 0));
  const changed = () => {
    const now = typed();
    const names = [...now.keys()].filter((name) => !same(now.get(name), base.get(name) ?? []));
    const rows = names.map(rowOf).filter((row) => row.endsWith("-new")); // of a new row everything
    return new Map([...now].filter(([name]) => names.includes(name) || rows.includes(rowOf(name))));
  };
  const answers = () => [...form.querySelectorAll("[data-not-by-itself] [name]")].map((one) => [one.name, one.value]);
  const areNew = () => JSON.stringify(answers()) !== answersKept;
  let answersKept = JSON.stringify(answers()); // of questions, which the buttons send
  const toSend = () => new Map([...changed()].filter(([name]) => !conflicts.has(name)));
  const write = (name, values) => controls(name).forEach((one) => {
    if (one.type === "radio" || one.type === "checkbox") one.checked = values.includes(one.value);
    else one.value = values[0] ?? "";
  });
  const spoken = (name, values) => values.map((value) => {
    const choice = controls(name).map((one) => (one.options ? [...one.options].find((option) => option.value === value)
      : one.type === "radio" || one.type === "checkbox" ? one.value === value && one.labels[0] : null)).find(Boolean);
    return choice ? choice.textContent.trim() : value;
  }).join(", ") || "–";

  // The buttons send the version on which all else in the form rests: none while a conflict is open.
  const openOn = () => {
    if (conflicts.size === 0) Object.entries(known).forEach(([name, value]) => { hidden(name).value = value; });
  };

  // What the page says

  const say = (what) => live.replaceChildren(what);
  const underRow = (row) => { // of a table of money: in full width
    const next = row.nextElementSibling;
    if (next?.matches(".cell-faults")) return next.cells[0];
    const cell = document.createElement("td");
    cell.colSpan = row.cells.length;
    row.insertAdjacentElement("afterend", Object.assign(document.createElement("tr"), { className: "cell-faults" })).append(cell);
    return cell;
  };
  const beside = (name, note) => {
    const [one] = controls(name);
    const row = one?.closest(".entry tr");
    for (let fold = one?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (row) return underRow(row).append(note);
    const group = one?.closest("fieldset");
    const isGroup = one?.type === "radio" || one?.type === "checkbox";
    if (isGroup && group) group.append(note);
    else one?.after(note);
  };
  const noteOf = (one) => one && form.querySelector(`[id="${CSS.escape(one.id)}_error"]`);
  const unsay = (name) => {
    const [one] = controls(name);
    const note = noteOf(one);
    if (!note) return;
    one.removeAttribute("aria-invalid");
    one.setAttribute("aria-describedby", (one.getAttribute("aria-describedby") ?? "").replace(note.id, "").trim());
    one.closest(".wrong")?.classList.remove("wrong");
    (note.closest(".fault") ?? note).remove();
    const summary = document.querySelector("[data-error-summary]");
    summary?.querySelector(`a[href="#${CSS.escape(one.id)}"]`)?.closest("li").remove();
    if (summary?.querySelector("li") === null) summary.remove();
  };
  const sayErrors = (errors, saved) => {
    [...wrong, ...saved].forEach(unsay);
    wrong = Object.keys(errors);
    complaints = [];
    Object.entries(errors).forEach(([name, text]) => {
      const [one] = controls(name);
      if (!one || noteOf(one)) return; // said by the page already
      const note = document.createElement("p");
      const cell = one.closest(".entry tr") ? `${one.labels[0].textContent}: ` : "";
      Object.assign(note, { className: "error", id: `${one.id}_error`, textContent: cell + text });
      beside(name, note);
      complaints.push(name);
      one.setAttribute("aria-invalid", "true");
      one.setAttribute("aria-describedby", `${one.getAttribute("aria-describedby") ?? ""} ${note.id}`.trim());
      one.closest(".field, .small-field, td")?.classList.add("wrong");
    });
  };
  // A complaint goes with the value that caused it: the field's own or, of a field that was left alone, another's.
  const takeBack = ({ target }) => {
    const changes = toSend();
    const gone = complaints.filter((name) => name === target.name || !changes.has(name));
    if (gone.length === 0) return;
    gone.forEach(unsay);
    complaints = complaints.filter((name) => !gone.includes(name));
    wrong = wrong.filter((name) => !gone.includes(name));
    tried = "";
    if (wrong.length === 0 && !trouble) say("");
  };
  // What the checks found about a field is no longer said once it is changed and saved; its button goes with the last of it.
  const forgetFound = (name) => {
    const [one] = controls(name);
    if (!one) return;
    const note = form.querySelector(`[id="id_${name}_found"]`);
    (note?.closest(".fault") ?? note)?.remove();
    form.querySelectorAll(`.found :is(a[href="#id_${name}"], a[href="#id_${name}_0"])`).forEach((link) => {
      const list = link.closest(".found");
      form.querySelectorAll("[name=warned]").forEach((warned) => warned.value === link.textContent && warned.remove());
      link.closest("li").remove();
      if (list.childElementCount > 0) return;
      list.parentElement.remove();
      const button = form.querySelector("[data-first-says]");
      if (!button) return;
      button.textContent = button.dataset.firstSays;
      button.classList.remove("secondary");
    });
  };
  const sayConflict = (name, theirs) => {
    conflicts.get(name)?.remove();
    const box = words("conflict").firstElementChild;
    const decide = (keep) => {
      base.set(name, theirs);
      if (keep === "theirs") write(name, theirs);
      conflicts.delete(name);
      box.remove();
      openOn();
      controls(name)[0]?.focus();
      save();
    };
    box.querySelector("[data-mine]").textContent = spoken(name, typed().get(name) ?? []);
    box.querySelector("[data-theirs]").textContent = spoken(name, theirs);
    box.querySelectorAll("[data-keep]").forEach((button) => button.addEventListener("click", () => decide(button.dataset.keep)));
    conflicts.set(name, box);
    beside(name, box);
  };

  // A new row has its key from now on, and an empty one follows it

  const nameRow = (from, { to, key }) => {
    [...base.keys()].filter((name) => rowOf(name) === from).forEach(unsay);
    const row = form.elements.namedItem(`${from}-${key}`).closest(".form-row");
    const next = row.cloneNode(true);
    row.querySelectorAll("[name], [id], [for]").forEach((one) => ["name", "id", "for"].forEach((attribute) => {
      const value = one.getAttribute(attribute);
      if (value) one.setAttribute(attribute, value.replace(from, to));
    }));
    form.elements.namedItem(`${to}-${key}`).disabled = true;
    row.after(next);
    [...base.keys()].filter((name) => rowOf(name) === from).forEach((name) => {
      write(name, base.get(name));
      base.set(name.replace(from, to), []);
    });
  };

  // Saving

  const post = (fields, isLeaving = false) => {
    const body = new URLSearchParams({ ...known, of: form.dataset.of });
    fields.forEach((values, name) => {
      body.append("field", name);
      values.forEach((value) => body.append(`now-${name}`, value));
      (base.get(name) ?? []).forEach((value) => body.append(`was-${name}`, value));
    });
    if ([...fields.keys()].some((name) => rowOf(name).endsWith("-new"))) {
      new Set(controls().map(({ name }) => rowOf(name))).forEach((row) => body.append("row", row));
    }
    if (areNew()) answers().forEach(([name, value]) => body.append(name, value));
    const headers = { "X-CSRFToken": hidden("csrfmiddlewaretoken").value };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const keepalive = isLeaving && body.toString().length < OUTLIVES_BYTES;
    return fetch(form.dataset.autosave, { method: "POST", body, headers, redirect: "manual", signal, keepalive });
  };
  // Who signed in again has another token: it stands in every page.
  const signedInAgain = async () => {
    const page = await fetch(form.action);
    if (!page.ok || page.url.startsWith(signIn)) return false;
    const token = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (token) hidden("csrfmiddlewaretoken").value = token.value;
    return token !== null;
  };
  const learn = (answer, sent) => {
    Object.entries(answer.rows).forEach(([from, row]) => {
      nameRow(from, row);
      [...sent].forEach(([name, values]) => rowOf(name) === from && sent.set(name.replace(from, row.to), values));
    });
    answer.saved.forEach((name) => base.set(name, sent.get(name)));
    let isBehind = false;
    Object.entries(answer.news).forEach(([name, values]) => {
      const now = typed().get(name);
      if (now === undefined || conflicts.has(name)) return;
      if (!same(now, base.get(name))) { isBehind = true; return; } // typed since: the next save says whether both did
      if (now.join().trim() !== values.join().trim()) write(name, values);
      base.set(name, typed().get(name));
    });
    Object.assign(known, { report: answer.report ?? "", opened_on: answer.opened_on });
    Object.entries(answer.conflicts).forEach(([name, theirs]) => sayConflict(name, theirs));
    if (!isBehind) openOn();
    sayErrors(answer.errors, answer.saved);
    answer.saved.forEach(forgetFound);
    if (answer.said) say(answer.said);
  };
  const fail = (why, said = words(why)) => {
    if (trouble !== why) say(said);
    trouble = why;
  };
  const ask = async (sent, isLeaving) => { // the answer, or why there is none
    if (trouble === "ended" && !await signedInAgain()) return { why: "ended" };
    let response = await post(sent, isLeaving);
    if (response.status === 403 && await signedInAgain()) response = await post(sent);
    if (response.type === "opaqueredirect") return { why: "ended" };
    if (response.status >= 500) return { why: "lost" };
    if (response.status === 409) return { why: "refused", ...await response.json() };
    return response.ok ? response.json() : { why: "refused" };
  };
  const send = async (isLeaving) => {
    const sent = toSend();
    tried = JSON.stringify([...sent]);
    const typedAnswers = JSON.stringify(answers());
    const isAsked = sent.size > 0 || areNew();
    const answer = isAsked ? await ask(sent, isLeaving).catch(() => ({ why: "lost" })) : {};
    if (answer.why) return fail(answer.why, answer.said);
    if (trouble) say("");
    trouble = "";
    if (isAsked) answersKept = typedAnswers;
    if (isAsked) learn(answer, sent);
  };
  const save = (isLeaving = false) => {
    if (isSent || trouble === "refused") return saving;
    if (saving) waits = true;
    else {
      saving = send(isLeaving).finally(() => {
        saving = null;
        if (waits) { waits = false; return save(); }
      });
    }
    return saving;
  };

  const isNew = () => {
    const now = toSend();
    return areNew() || (now.size > 0 && JSON.stringify([...now]) !== tried);
  };
  const saveIfNew = () => { if (trouble || isNew()) save(); };
  form.addEventListener("focusout", saveIfNew);
  form.addEventListener("change", takeBack);
  form.addEventListener("change", saveIfNew);
  window.addEventListener("online", () => save());
  window.addEventListener("focus", () => { if (trouble) save(); });
  setInterval(saveIfNew, EVERY_MS);

  // A page that is hidden may never come back: what is new is sent at once, or behind the save under way, whose answer says
  // what it is based on. One that goes cannot wait for that.
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && isNew()) save(true); });
  window.addEventListener("pagehide", () => {
    if (saving && !isSent && !trouble && isNew()) post(toSend(), true).catch(() => {});
    else if (isNew()) save(true);
  });

  // A link waits for the save too, so that the page behind it shows what was typed.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    const isOther = event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || isOther || link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
    if (trouble || !(saving || isNew())) return;
    event.preventDefault();
    await (saving ?? save());
    if (isNew()) await save();
    location.assign(link.href);
  });

  // A button waits for the save under way, and does not lead to a page that cannot be reached.
  form.addEventListener("submit", async (event) => {
    if (saving || trouble === "lost" || (isNew() && !trouble)) {
      event.preventDefault();
      await (saving ?? save());
      if (trouble !== "lost") form.requestSubmit(event.submitter);
      return;
    }
    isSent = true;
  });
  window.addEventListener("pageshow", () => { isSent = false; });
  window.addEventListener("beforeunload", (event) => {
    const used = navigator.userActivation?.hasBeenActive ?? true; // else the browser complains, and asks nothing
    const isLost = (changed().size > 0 || areNew()) && (trouble || !navigator.onLine || conflicts.size > 0 || wrong.length > 0);
    if (used && !isSent && isLost) event.preventDefault();
  });
});

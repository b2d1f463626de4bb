// The drawing pad in the browser (course/explorers/drawing_pad/widget.py), called once for each view with the element that holds it.
// The strokes are the path's own "d"; when the pen is lifted they are typed into the box's text field, which ipywidgets
// sends to Python.
(view => {
  const STEP = 14, SIDE = 280, CLOSE = 3;
  const svg = view.querySelector("svg"), ink = svg.querySelector("path"), pen = svg.querySelector("g");
  const say = words => { view.querySelector("[role=status]").textContent = words; };
  const count = () => strokes.length === 1 ? "1 stroke" : strokes.length + " strokes";
  const field = () => view.closest(".course-pad")?.querySelector(".course-pad-strokes input");
  let strokes = [], at = [SIDE / 2, SIDE / 2], pointer = null, down = false;

  const text = () => strokes.map(stroke => "M" + stroke.join("L")).join("");
  const parse = path => path.split("M").slice(1).map(stroke => stroke.split("L").map(p => p.split(",").map(Number)));
  const within = value => Math.min(Math.max(Math.round(value), 0), SIDE);
  const draw = () => {
    // A point twice: browsers draw a line of no length, with round ends, as a dot.
    ink.setAttribute("d", strokes.map(s => "M" + (s.length > 1 ? s : [s[0], s[0]]).join("L")).join(""));
    pen.setAttribute("transform", `translate(${at})`);
    pen.setAttribute("fill", down ? "currentColor" : "none");
  };
  const send = () => {
    const box = field();
    if (!box) return;
    box.value = text();
    for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, {bubbles: true}));
  };
  const restore = () => {  // what another view, or this one before the page was loaded anew, has drawn
    const box = field();
    if (box && pointer === null && !down && box.value !== text()) { strokes = parse(box.value); draw(); }
  };
  const go = to => {
    const stroke = strokes[strokes.length - 1], last = stroke[stroke.length - 1];
    at = to.map(within);
    if (Math.hypot(at[0] - last[0], at[1] - last[1]) >= CLOSE) stroke.push(at);
    draw();
  };
  const begin = to => { at = to.map(within); strokes.push([at]); draw(); };
  const lift = () => {
    if (pointer === null && !down) return;
    pointer = null;
    down = false;
    draw();
    send();
    say(count());
  };
  const place = event => {
    const frame = svg.getBoundingClientRect();
    return [(event.clientX - frame.left) / frame.width * SIDE, (event.clientY - frame.top) / frame.height * SIDE];
  };

  svg.addEventListener("pointerdown", event => {
    if (event.button !== 0 || pointer !== null) return;
    event.preventDefault();
    lift();
    restore();
    svg.focus({preventScroll: true});
    pointer = event.pointerId;
    svg.setPointerCapture(pointer);
    begin(place(event));
  });
  svg.addEventListener("pointermove", event => {
    if (event.pointerId !== pointer) return;
    const all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const one of all.length ? all : [event]) go(place(one));
  });
  for (const kind of ["pointerup", "pointercancel"])
    svg.addEventListener(kind, event => { if (event.pointerId === pointer) lift(); });

  const moves = {ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP]};
  svg.addEventListener("keydown", event => {
    const move = moves[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || !(move || event.key === " " || event.key === "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    restore();
    if (event.key === "Escape" || (event.key === " " && down)) return lift();
    if (event.key === " ") { down = true; begin(at); }
    else if (down) go([at[0] + move[0], at[1] + move[1]]);
    else { at = [at[0] + move[0], at[1] + move[1]].map(within); draw(); }
    say(`pen ${down ? "down" : "up"}, ${Math.round(at[0] / STEP)} from the left, ${Math.round(at[1] / STEP)} from the top`);
  });
  svg.addEventListener("blur", lift);

  const [undo, clear] = view.querySelectorAll("button");
  const keep = end => { restore(); strokes = strokes.slice(0, end); draw(); send(); say(count() + " left"); };
  undo.addEventListener("click", () => keep(-1));
  clear.addEventListener("click", () => keep(0));

  // The text field may come into the page after this; afterwards, whatever Python changes beside the paper is a sign.
  let tries = 100;
  const watch = () => {
    if (!field()) { if (tries--) setTimeout(watch, 100); return; }
    restore();
    new MutationObserver(restore).observe(view.closest(".course-pad"), {childList: true, subtree: true});
  };
  watch();
})

// What draws runs in the browser (app/draw); parts of pages wait for it.
window.drawing = import(`${window.solara?.rootPath ?? ""}/draw/page.js`);

// A page that has lost its server asks for it by itself only every 10 to 30 seconds. This asks each second, and loads the
// page again from its address, which holds all that matters, once the server answers twice but the page is still cut off.
let answers = 0;
const isCutOff = () => { const page = window.app?.$data; return Boolean(page?.wasConnected && page.connectionStatus !== "connected"); };

// Say that nothing can be changed while the server does not answer; what is drawn is in the browser, and goes on.
function notice(isShown) {
  const found = document.getElementById("cc-cutoff");
  if (!isShown) { found?.remove(); return; }
  if (found) return;
  const made = document.createElement("p");
  made.id = "cc-cutoff";
  made.setAttribute("role", "alert");
  document.body.append(made);
  made.textContent = "The server does not answer. What is drawn can still be played; nothing can be changed until it is back.";
}

setInterval(async () => {
  notice(isCutOff());
  if (!isCutOff()) { answers = 0; return; }
  const answer = await fetch(`${solara.rootPath}/readyz`).catch(() => null);
  answers = answer?.ok && isCutOff() ? answers + 1 : 0;
  if (answers === 2) location.reload();
}, 1000);

// A part of a page that changes something shows what the visitor did at once, and until the server has answered the last of
// it: an answer to something earlier is about an earlier state, and would undo what was done since.  Such a part has a
// property `turn`, the number of the last thing that was answered (app/pages/turns.py).
window.inTurn = (part) => ({
  ...part,
  data() { return { mine: {}, sent: 0, ...(part.data ? part.data() : {}) }; },
  created() { this.sent = this.turn; if (part.created) part.created.call(this); },
  mounted() {
    this.$el.addEventListener("focusout", () => this.send());
    if (part.mounted) part.mounted.call(this);
  },
  destroyed() { clearTimeout(this.later); this.waiting = null; if (part.destroyed) part.destroyed.call(this); },
  watch: {
    ...part.watch,
    turn() {
      if (this.turn < this.sent) return;
      this.mine = {};
      if (this.answered) this.answered();
    },
  },
  methods: {
    ...part.methods,
    // What a property is: as the visitor has set it, else as the server says.
    current(name) { return name in this.mine ? this.mine[name] : this[name]; },
    // Say something to the server; `mine` is what then holds.  What has a name is gathered for a moment: only the last counts.
    say(event, what, mine, name) {
      if (isCutOff()) { notice(true); this.$forceUpdate(); return; } // nothing happens, so nothing is shown as if it had
      if (this.waiting && this.waiting.name !== name) this.send();
      clearTimeout(this.later);
      this.sent += 1;
      this.mine = { ...this.mine, ...mine };
      this.waiting = { event, name, said: { turn: this.sent, what } };
      if (name) this.later = setTimeout(() => this.send(), 250); else this.send();
    },
    send() {
      clearTimeout(this.later);
      const waiting = this.waiting;
      this.waiting = null;
      if (waiting) this["event_" + waiting.event](waiting.said);
    },
  },
});

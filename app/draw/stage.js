// What is shown: its sides, what they are held against, the issue, the week; and the drawings that look at it.
export class Stage {
  constructor() { Object.assign(this, { sides: [], ghost: null, issue: 0, week: 0, watchers: new Set() }); }

  // Show everything as one issue sees it.
  about(issue) {
    this.issue = issue;
    for (const side of [...this.sides, ...(this.ghost ? [this.ghost] : [])]) {
      const own = Math.min(issue, side.whole.issues.length - 1);
      side.run = side.whole.about(own); side.truth = side.clear ? side.clear.about(own) : null;
    }
  }

  // The scene is there at once, all others in the next picture of the browser.
  changed() {
    if (this.due) return;
    this.due = requestAnimationFrame(() => { this.due = 0; for (const one of this.watchers) one.show(); });
  }

  another() { for (const one of this.watchers) one.reset(); }
}

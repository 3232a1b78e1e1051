// Clocks inside the page. A new run is drawn when each scene and chart that it touches has changed once; what many worlds
// add to the charts later does not count.
window.bench = {
  times: [],
  drawn() { return this.drawing; },
  begin(release) {
    const QUIET = 300, GIVE_UP = 8000;
    this.drawing = new Promise((done) => {
      const start = () => {
        const began = performance.now(), seen = [];
        let last = 0, timer = setTimeout(() => end(), GIVE_UP);
        const end = () => { seen.forEach((one) => one.disconnect()); done(last ? last - began : GIVE_UP); };
        for (const place of document.querySelectorAll('.dr-place, .dr-plot')) {
          const watcher = new MutationObserver(() => {
            watcher.disconnect();
            requestAnimationFrame(() => { last = performance.now(); });
            clearTimeout(timer); timer = setTimeout(() => end(), QUIET);
          });
          watcher.observe(place, { childList: true, subtree: true });
          seen.push(watcher);
        }
      };
      if (release) window.addEventListener(release, start, { once: true, capture: true }); else start();
    });
    return true;
  },
  repeat(name, pause, wait) {
    const button = () => [...document.querySelectorAll('button')].find((one) => one.getAttribute('aria-label') === name);
    const once = async () => { this.begin(); button().click(); this.times.push(await this.drawing); };
    setTimeout(() => { once(); setInterval(once, pause); }, wait);
  },
  count() {
    const tally = { weeks: 0, longest_ms: 0, vanished: 0, began: performance.now(), last: 0 };
    this.tally = tally;
    let shown = -1;
    const look = (now) => {
      if (this.tally !== tally) return;
      if (!document.querySelector('.dr-scene .dr-mark')) tally.vanished += 1;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    if (this.watching) this.watching.disconnect();
    const slider = document.querySelector("[aria-label='Week that is shown']");
    this.watching = new MutationObserver(() => {
      const now = performance.now(), step = Number(slider.value);
      if (step === shown) return;
      if (tally.last && step === shown + 1) tally.longest_ms = Math.max(tally.longest_ms, now - tally.last);
      if (!tally.last) tally.began = now;
      shown = step; tally.last = now; tally.weeks += 1;
    });
    this.watching.observe(slider, { attributes: true });
  },
  counted() {
    const { weeks, longest_ms, vanished, began, last } = this.tally;
    return { weeks, weeks_a_second: weeks > 1 ? 1000 * (weeks - 1) / (last - began) : 0, longest_ms, vanished };
  },
};

// A list of options steered from an input, as a combobox: arrows choose, Enter takes, readers hear which one is meant.

let counter = 0;

export class Options {
  constructor(input, list) {
    this.input = input;
    this.list = list;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
  }

  get all() { return [...this.list.querySelectorAll("[role=option]")]; }
  get chosen() { return this.list.querySelector("[aria-selected=true]"); }

  show(html, { chooseFirst }) {
    this.list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    for (const option of this.all) option.id ||= `option-${++counter}`;
    this.list.hidden = this.all.length === 0 && this.list.childElementCount === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.choose(chooseFirst ? this.all[0] : null);
    return this.all.length;
  }

  hide() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.choose(null);
  }

  choose(option) {
    for (const other of this.all) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  step(by) {
    const { all } = this;
    if (all.length === 0) return;
    const from = all.indexOf(this.chosen);
    this.choose(all[from < 0 ? (by > 0 ? 0 : all.length - 1) : (from + by + all.length) % all.length]);
  }
}

// Asks the server for options, the newest question only.
export class Source {
  constructor(url, headers = {}) { this.url = url; this.headers = headers; }

  async ask(parameters) {
    this.controller?.abort();
    this.controller = new AbortController();
    const address = new URL(this.url, location.href);
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    try {
      const answer = await fetch(address, { signal: this.controller.signal, headers: { Accept: "text/html", "HX-Request": "true", ...this.headers } });
      return answer.ok && !answer.redirected ? await answer.text() : "";
    } catch { return null; }
  }
}

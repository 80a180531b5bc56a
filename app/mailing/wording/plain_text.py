"""Plain text from Markdown, for the text part of a mail."""

from dataclasses import dataclass, field

from markdown_it.token import Token


@dataclass
class TextWriter:
    """Plain text from Markdown tokens: paragraphs apart, lists with dashes, links with their address behind."""

    out: list[str] = field(default_factory=list)
    prefix: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def write(self, tokens: list[Token]) -> str:
        for token in tokens:
            if token.type == "ordered_list_open":
                self.numbers.append(int(token.attrGet("start") or 1))
            elif token.type == "bullet_list_open":
                self.numbers.append(0)
            elif token.type in ("ordered_list_close", "bullet_list_close"):
                self.numbers.pop()
            elif token.type == "list_item_open":
                self.prefix.append(f"{self.numbers[-1]}. " if self.numbers[-1] else "- ")
                self.numbers[-1] += bool(self.numbers[-1])
            elif token.type == "hr":
                self.out.append("\n-----\n")
            elif token.type in ("fence", "code_block"):
                self.out.append(f"\n{token.content}\n")
            elif token.type == "inline":
                self.out.append(self._lead() + self._inline(token.children or []) + "\n")
            elif token.type.endswith("_close") and not self.numbers:
                self.out.append("\n")
        return "".join(self.out)

    def _lead(self) -> str:
        return self.prefix.pop() if self.prefix else ""

    def _inline(self, children: list[Token]) -> str:
        words: list[str] = []
        address = ""
        for child in children:
            if child.type in ("text", "code_inline", "image"):
                words.append(child.content)
            elif child.type in ("softbreak", "hardbreak"):
                words.append("\n")
            elif child.type == "link_open":
                address = str(child.attrGet("href") or "")
            elif child.type == "link_close":
                label = words[-1] if words else ""
                words.append("" if address == label else f":\n{address}" if len(children) == 3 else f" ({address})")
        return "".join(words)

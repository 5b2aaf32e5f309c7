"""What the browser tests ask of the article that ships, and how they look at the page."""

FACT = "How many countries have been involved at the planning meetings?"
QUOTED = "Up to 30 countries have been involved"
OTHER_FACT = "Who is the US president's special envoy?"
ABSENT = "Which football club won the championship in Brazil?"
HOSTILE_FACT = "How many lighthouses did Jo Quill paint on Monday?"

FOCUSED = "() => document.activeElement.textContent"
IN_VIEW = """() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight && box.height > 0;
}"""
# Nothing lies over the middle of what is to be seen.
UNCOVERED = """element => {
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return element.contains(top) || top.contains(element);
}"""

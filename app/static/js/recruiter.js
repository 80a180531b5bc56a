// What the back office uses.

import "./portal.js";
import "./keyboard.js";
import "./palette.js";
import "./suggest.js";
import "./selection.js";
import "./board.js";

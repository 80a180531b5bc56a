// What the back office uses. All are named here, so that the browser asks for them at once.

import "./page.js";
import "./toasts.js";
import "./htmx-bridge.js";
import "./theme.js";
import "./menus.js";
import "./dialogs.js";
import "./dropzone.js";
import "./drafts.js";
import "./dirty-form.js";
import "./relative-times.js";
import "./present-tab.js";
import "./keyboard.js";
import "./options.js";
import "./palette.js";
import "./suggest.js";
import "./selection.js";
import "./board.js";
import "./writing.js";

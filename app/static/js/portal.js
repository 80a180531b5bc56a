// What candidates' pages use.

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

import "./frame.js";
import "./keys.js";
import "./drafts.js";
import "./stream.js";

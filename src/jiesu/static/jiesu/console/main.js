import "./frame.js";
import "./keys.js";
import "./citing.js";
import "./claims.js";
import "./drafts.js";
import "./stream.js";

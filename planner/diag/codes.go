package diag

// IDs that packages below the rules report.
const (
	Internal = "internal"
	Syntax   = "syntax"
	Cycle    = "cycle"
)

// codes maps an ID to the number of what is found. A number is never reused, and some findings share one. The
// rules of lint use the same numbers; everything else uses IDs.
var codes = map[string]string{
	Syntax:                   "VP001",
	"unknown-annotation":     "VP002",
	"ambiguous-column":       "VP003",
	"unused-ignore":          "VP004",
	"unreadable":             "VP005",
	"splits-groups":          "VP101",
	"partial-globals":        "VP102",
	"join-not-copartitioned": "VP103",
	"two-stages":             "VP104",
	"reorders-keyed-sink":    "VP105",
	"expression-key":         "VP106",
	"unknown-strategy":       "VP107",
	"bad-partition-count":    "VP108",
	"unproven-alignment":     "VP109",
	"coarse-key":             "VP110",
	"fan-in-bottleneck":      "VP201",
	"avoidable-repartition":  "VP202",
	"needless-hash":          "VP203",
	"idle-partitions":        "VP204",
	"unbounded-state":        "VP205",
	"order-per-partition":    "VP206",
	"key-collision":          "VP207",
	"ignored-annotation":     "VP301",
	"ignored-setting":        "VP302",
	"engine-rejects":         "VP303",
	"engine-ignores-rest":    "VP304",
	"engine-default-differs": "VP305",
	"engine-reads-otherwise": "VP306",
	"engine-drops-batches":   "VP307",
	"engine-fails":           "VP308",
	"not-deployed":           "VP309",
	"missing-job-name":       "VP401",
	"duplicate-name":         "VP402",
	"unknown-source":         "VP403",
	Cycle:                    "VP404",
	"contradicts-cluster":    "VP405",
	Internal:                 "VP000",
	"unknown-column":         "VP003",
	"unsure-key":             "VP003",
	"strategy-unavailable":   "VP101",
	"other-source-key":       "VP202",
	"window-key-wins":        "VP302",
	"unlike-types":           "VP103",
}

// Code returns the number of what a diagnostic is about, such as "VP001", or "" if it has none.
func (d Diagnostic) Code() string { return codes[d.ID] }

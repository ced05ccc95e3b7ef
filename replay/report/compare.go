package report

import "github.com/velo-plan/velo-plan/replay/checks"

// CompareBlock is what one of the compared strategies makes of the records. Its blocks mean what
// those of Report mean.
type CompareBlock struct {
	Strategy   string           `json:"strategy"`
	Keys       []string         `json:"keys"`
	Partitions []PartitionBlock `json:"partitions"`
	Skew       SkewBlock        `json:"skew"`
	Moved      MovedBlock       `json:"moved"`
	Checks     []checks.Check   `json:"checks"`
	WhatIf     []WhatIf         `json:"what_if"`
}

// StrategyTime is how long a replay of the same input takes under one strategy.
type StrategyTime struct {
	Strategy string  `json:"strategy"`
	Seconds  float64 `json:"seconds"`  // the median of passes that took turns with those of the others
	Overhead float64 `json:"overhead"` // over the fastest of the compared strategies, as a part of its time
	// OverheadLow and OverheadHigh are the bounds of the overhead with 95 % confidence. If 0 lies between them, the
	// passes do not tell the two strategies apart. Both are 0 for the fastest one.
	OverheadLow  float64 `json:"overhead_low"`
	OverheadHigh float64 `json:"overhead_high"`
}

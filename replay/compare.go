package replay

// CompareBlock is what one of the compared strategies makes of the records. Its blocks mean what
// those of Report mean.
type CompareBlock struct {
	Strategy   string           `json:"strategy"`
	Keys       []string         `json:"keys"`
	Partitions []PartitionBlock `json:"partitions"`
	Skew       SkewBlock        `json:"skew"`
	Moved      MovedBlock       `json:"moved"`
	Checks     []Check          `json:"checks"`
	WhatIf     []WhatIf         `json:"what_if"`
}

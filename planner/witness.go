package planner

import "encoding/json"

// Witness is a small set of records on which a strategy gives other rows than the whole. Package prove finds it.
type Witness struct {
	Records []WitnessRecord `json:"records"`
	// Columns are the names of the values of a row.
	Columns []string          `json:"columns"`
	Right   []json.RawMessage `json:"right"` // the rows of the whole
	Got     []Got             `json:"got"`
}

// WitnessRecord is a record with where it comes from and where the strategy sends it.
type WitnessRecord struct {
	Source          string          `json:"source"`
	SourcePartition int             `json:"source_partition"`
	Partition       *int            `json:"partition"` // nil: every partition has it
	Record          json.RawMessage `json:"record"`
}

// Got is a row that a partition gives.
type Got struct {
	Partition int             `json:"partition"`
	Row       json.RawMessage `json:"row"`
}

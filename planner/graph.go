package planner

// Graph is who reads and writes what: jobs and topics as nodes, records flowing along the edges.
// Lists are in the order in which the texts name things, and never nil.
type Graph struct {
	Nodes []GraphNode `json:"nodes"`
	Edges []GraphEdge `json:"edges"`
	// Cycles are the shortest circle of each group of jobs that feed each other: the IDs of its nodes in the
	// direction of the records, with its first job first.
	Cycles [][]string `json:"cycles"`
}

// The kinds of GraphNode.
const (
	NodeJob   = "job"   // a statement with a plan
	NodeView  = "view"  // a view: it is expanded where it is read, and moves nothing by itself
	NodeTopic = "topic" // a stream or a table
)

// The origins of a topic: the strongest authority that it exists.
const (
	OriginJob         = "job"         // a job of the texts writes it
	OriginDeclaration = "declaration" // a CREATE without AS
	OriginFlag        = "flag"        // --source-key, --source-partitions
	OriginCatalog     = "catalog"     // the catalog file
	OriginCluster     = "cluster"     // the cluster of --brokers
	OriginAnnotation  = "annotation"  // @source_key, @source_partitions
	OriginWith        = "with"        // a property of a WITH block
	OriginUnknown     = "unknown"     // none
)

// GraphNode is a job, a view or a topic.
type GraphNode struct {
	ID   string `json:"id"` // unique: kind, colon, name, and #2 and so on for further nodes of that name
	Kind string `json:"kind"`
	Name string `json:"name"`
	// File and Line are where a job or view is written, or where a topic is first made or read.
	File string `json:"file"`
	Line int    `json:"line"`

	Strategy   string   `json:"strategy,omitempty"`   // of a job
	Keys       []string `json:"keys,omitempty"`       // that the job hashes, or that the topic is keyed by
	Partitions int      `json:"partitions,omitempty"` // of the job or the topic; 0 if unknown
	Stages     int      `json:"stages,omitempty"`     // of a job whose plan has several, each after an exchange
	Origin     string   `json:"origin,omitempty"`     // of a topic
	Aliases    []string `json:"aliases,omitempty"`    // the names of a topic in statements, if they differ from its own
}

// The kinds of GraphEdge.
const (
	EdgeReads  = "reads"  // from a topic to a job
	EdgeWrites = "writes" // from a job to a topic
	EdgeView   = "view"   // from a view to the statement that it is expanded in
)

// GraphEdge states that records flow from one node to another.
type GraphEdge struct {
	From string `json:"from"`
	To   string `json:"to"`
	Kind string `json:"kind"`
	// Route is what happens first to the records that are read: hash, single, keep, any or copy.
	Route string   `json:"route,omitempty"`
	Keys  []string `json:"keys"` // hashed on the way in, or of the sink
	// Exchange reports whether records may leave the partition that they are read from: a repartition.
	Exchange bool `json:"exchange"`
}

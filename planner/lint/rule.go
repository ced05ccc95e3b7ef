package lint

import (
	"strings"

	"github.com/velo-plan/velo-plan/planner/diag"
)

// Rule is one question about job definitions, with its documentation. Rules hold no state.
type Rule struct {
	Code     string        // "VP" and three digits, never used for anything else again
	Name     string        // what it finds, in a word or a few: "splits-groups"
	Severity diag.Severity // where the configuration says nothing else
	Doc      Doc
	Check    func(*Pass) // is called for every Pass and reports what it finds
}

// Doc says what a rule is good for. The page docs/rules/CODE.md is made of it.
type Doc struct {
	// Finds says in a line what the rule finds.
	Finds string
	// Why says what goes wrong and why it is not seen otherwise; blank lines part paragraphs.
	Why string
	// Bad is a text that has exactly this finding, and Good the same job without it. Both are "" for
	// a rule about files that have no text.
	Bad, Good string
	// Catalog is the catalog file that goes with Bad and Good; "" for none.
	Catalog string
	// Since is the first version with the rule.
	Since string
}

// All are the rules by code.
var All = []Rule{
	vp001, vp002, vp003, vp004, vp005,
	vp101, vp102, vp103, vp104, vp105, vp106, vp107, vp108, vp109,
	vp201, vp202, vp203, vp204, vp205, vp206, vp207,
	vp301, vp302, vp303, vp304, vp305, vp306,
	vp401, vp402, vp403, vp404, vp405,
}

// Lookup returns the rule of a code, in any case, or of a name, and whether there is one.
func Lookup(text string) (Rule, bool) {
	for _, r := range All {
		if strings.EqualFold(r.Code, text) || r.Name == text {
			return r, true
		}
	}
	return Rule{}, false
}

// engineFamily is how the codes of rules about the engine begin.
const engineFamily = "VP3"

// AboutEngine says whether the rule is about what the engine does with a text, which
// `engine: none` is not asked.
func (r Rule) AboutEngine() bool { return strings.HasPrefix(r.Code, engineFamily) }

// HelpURI is where the rule's page is found.
func (r Rule) HelpURI() string {
	return "https://github.com/velo-plan/velo-plan/blob/main/docs/rules/" + r.Code + ".md"
}

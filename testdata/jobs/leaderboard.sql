-- The hundred best scores of the season. A top list is global, so it needs all scores in one place.
-- @job_mode: simple

CREATE STREAM leaderboard AS
SELECT player_id, score, level, achieved_at
FROM game_scores
WHERE season = 7
ORDER BY score DESC, achieved_at ASC
LIMIT 100
EMIT CHANGES
WITH (
    'game_scores.type' = 'kafka_source',
    'game_scores.topic.name' = 'game-scores',
    'leaderboard.type' = 'kafka_sink'
);

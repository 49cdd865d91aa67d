/** Variables by which a short program written in Go collects no garbage. The limit is for projects that are much larger. */
const goWithoutCollection = { GOGC: "off", GOMEMLIMIT: "2GiB" };

module.exports = { goWithoutCollection };

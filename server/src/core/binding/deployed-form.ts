/** What is wrong with a text that says in no known way which version is deployed. */
export const NO_DEPLOYED_FORM = 'neither `tag:NAME` nor `image:PATH#WORKLOAD`';

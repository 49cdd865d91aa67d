import { awsPartitions, commercialPartition } from "../../../aws/partitions";

/**
 * Accounts in which AWS publishes images for SageMaker in the commercial partition, whatever the region.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/notebooks-available-images.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html
 */
const distributionImageAccounts = [
  ...["010972774902", "021081402939", "022667117163", "053634841547", "064688005998", "137914896644", "175620155138"],
  ...["238384257742", "245090515133", "358593528301", "370607712162", "481561238223", "523751269255", "523774347010"],
  ...["542918446943", "545423591354", "564864627153", "567556641782", "648430277019", "810671768855", "819792524951"],
  ...["856416204555", "885854791233"],
];

const deepLearningContainerAccounts = [
  ...["217643126080", "364406365360", "626614931356", "692866216735", "763104351884", "871362719292", "907027046896"],
  ...["914824155844"],
];

const builtInAlgorithmAccounts = [
  ...["121021644041", "141502667606", "246618743249", "257758044811", "272398656194", "341280168497", "354813040037"],
  ...["366743142698", "492215442770", "510948584623", "651117190479", "659782779980", "662702820516", "683313688378"],
  ...["720646828776", "737474898029", "746614075791", "764974769150", "783357654285", "801668240914", "867004704886"],
  ...["951798379941", "978288397137"],
];

const firstGenerationAlgorithmAccounts = [
  ...["174872318107", "249704162688", "257386234256", "272398656194", "286214385809", "351501993468", "382416733822"],
  ...["404615174143", "438346466558", "455444449433", "469771592824", "475088953585", "632365934929", "644912444149"],
  ...["664544806723", "669576153137", "712309505854", "749696950732", "835164637446", "855470959533", "867004704886"],
  ...["951798379941", "991648021394"],
];

/**
 * By region, the account in the name of CodeArtifact's package bucket `assets-ACCOUNT-REGION`. Anyone can register a bucket of
 * that form with another account or region.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/create-s3-gateway-endpoint.html
 */
export const codeArtifactAssetAccountByRegion: Readonly<Record<string, string>> = {
  "ap-northeast-1": "660291247815",
  "ap-south-1": "681137435769",
  "ap-southeast-1": "421485864821",
  "ap-southeast-2": "860415559748",
  "eu-central-1": "769407342218",
  "eu-north-1": "611884512288",
  "eu-south-1": "484130244270",
  "eu-west-1": "438097961670",
  "eu-west-2": "247805302724",
  "eu-west-3": "762466490029",
  "us-east-1": "193858265520",
  "us-east-2": "250872398865",
  "us-west-2": "787052242323",
};

const commercialImageAccounts: readonly string[] = [
  ...new Set([
    ...distributionImageAccounts,
    ...deepLearningContainerAccounts,
    ...builtInAlgorithmAccounts,
    ...firstGenerationAlgorithmAccounts,
  ]),
];

/** The same accounts of other partitions, from the Python package sagemaker-core 2.27.0 (Apache-2.0). */
const imageAccountsByPartition: Readonly<Record<string, readonly string[] | undefined>> = {
  "aws-cn": ["727897471807", "450853457545", "451049120500", "390948362332", "387376663083"],
  "aws-us-gov": ["442386744353", "446045086412", "414596584902", "237065988967", "226302683700"],
  "aws-eusc": ["204133271717"],
};

/** Accounts in which AWS publishes images for SageMaker in a partition. An account of another partition is somebody else's. */
export function awsImageAccountsIn(partition: string): readonly string[] {
  const isOther = awsPartitions.some(({ name }) => name === partition && name !== commercialPartition.name);
  return isOther ? (imageAccountsByPartition[partition] ?? []) : commercialImageAccounts;
}
